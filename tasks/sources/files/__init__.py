"""Tabs as files in the program's folder: which file it is, what kind of file, and the rows in it."""
