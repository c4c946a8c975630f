"""How messages leave: one file a way, each with a `send` that says what became of a message."""
