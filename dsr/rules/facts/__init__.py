"""What can be known of a young person: each fact is a record with the day from which it is true.

Facts are only ever added. One that was wrong is undone by the store, and is then not among those that rules are given.
"""
