"""What the program does, one subject a file; `rules` decides, the rest reads, stores, renders and sends."""
