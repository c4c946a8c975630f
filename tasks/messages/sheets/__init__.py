"""Sheets to print and fill in by hand: what to count, what goes into a kit, what to take off a shelf."""
