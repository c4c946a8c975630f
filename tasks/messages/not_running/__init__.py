"""The notice that something does not run, and the all-clear."""
