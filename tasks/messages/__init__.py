"""What people are sent, one room per message. Messages only put into words what the rules decided."""
