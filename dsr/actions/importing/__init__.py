"""Today's spreadsheet into the register: sheet, rows, facts, verdict, and only then what is written.

Every row ends as imported, merged or listed with its reason; the three add up to the rows. Everything is judged before
anything is written, so that a dry run says the same of every row.
"""
