"""The stock alert: what to do about the stock, where, and how soon."""
