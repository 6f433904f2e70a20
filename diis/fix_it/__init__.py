"""The fix-it sheet: what a provider's analyst has to put right in an extract, as a CSV and as a page.

It says line, field, fault and what to do, and never a value of a row, so that it can be sent by ordinary mail.
"""
