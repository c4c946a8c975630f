"""From movements, distributions and counts to the stock, and to what is to be done about it."""
