"""Where rows come from: one file or room per source, and the registry that names them."""
