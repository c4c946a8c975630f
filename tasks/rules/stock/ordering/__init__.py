"""What to order and when, what to move and what to offer back."""
