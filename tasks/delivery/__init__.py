"""The ways out for messages: one file per way of sending, and the registry that names them."""
