"""Many programs on one machine: a crew of worker processes does the same for each, and none hurts another."""
