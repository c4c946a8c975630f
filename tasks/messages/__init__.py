"""What leaves for people, one room per message. Messages only word what the rules decided."""
