"""What the terminal shows: what a command answers, its options, and how it ends."""
