"""Where rows come from: one file a source, each with a `read` that gives a tab's cells as they stand."""
