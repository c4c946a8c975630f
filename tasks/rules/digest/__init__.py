"""What the one message of a week says, and when it is said."""
