"""From the cells of a tab to rows that count or are held."""
