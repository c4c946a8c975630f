"""The digest: rows that a person must look at, and the reports that were and were not made."""
