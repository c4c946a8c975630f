"""Looking for words as somebody would who has every byte: however they are written, and whatever they are packed in."""
