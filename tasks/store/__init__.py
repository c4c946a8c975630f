"""The ledger's database: SQLite in the program's folder, or PostgreSQL for a host of many programs."""
