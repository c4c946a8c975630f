"""What the program does, one room a subject: `rules` decides; the other rooms read, keep, word and deliver."""
