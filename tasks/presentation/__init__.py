"""What a message shows, worked out before any template sees it: values in, values out."""
