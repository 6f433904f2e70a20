"""Invented national submissions, month by month, for some of the children of the lists: mental health and community."""
