"""The page desk.html: what a coordinator sees at a glance."""
