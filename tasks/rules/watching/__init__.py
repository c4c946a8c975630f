"""When somebody is told that work fails."""
