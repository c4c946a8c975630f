"""The digest: rows that need attention, and the reports that were and were not made."""
