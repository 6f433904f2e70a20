"""The rules of the register, pure: facts and dates in, answers out. Standard library only."""
