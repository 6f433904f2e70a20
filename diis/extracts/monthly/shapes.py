"""How codes are written of which there is no list here: regular expressions for the whole value.

Narrow on purpose: a value that fits none of them could be a name or a remark, and is not stored.
"""

DIAGNOSIS = r"[A-Za-z0-9.+*]{3,18}"
"""ICD-10 with or without its dot, or a SNOMED CT concept."""
PROCEDURE = r"[A-Za-z0-9.]{1,18}|\d{6,18}[\d :=,{}()+<>]{0,46}"
"""A code, or a SNOMED CT expression with its qualifiers and without words (R-WAIT-62)."""
TOOL = r"[A-Za-z0-9]{1,18}"
TIME = r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?"
PRACTICE = r"(?=.*[A-Z])[A-Z0-9]{6,8}"
TWO = r"[0-9A-Z]{2}"
THREE_DIGITS = r"\d{3}"
