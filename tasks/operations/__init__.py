"""What a command or a flow does: one file per operation, under one name everywhere."""
