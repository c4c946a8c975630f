"""What lies in a program's folder: settings, key, decisions, findings, report definitions."""
