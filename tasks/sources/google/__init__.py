"""The Google Sheet as a source: access, layout, cells, and the status tab beside the answers."""
