"""The data dictionary: every value that the program handles, as a frozen type."""
