"""An invented register: a spreadsheet as a partnership might keep it, and a year of a register at work."""
