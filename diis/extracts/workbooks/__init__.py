"""Workbooks (.xlsx) of strangers, read in bounded memory and brought into the words of layout wl-1."""
