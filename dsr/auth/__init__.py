"""Who is at the door of the register: tokens, accounts, roles. It says who may; it looks at nobody's record."""
