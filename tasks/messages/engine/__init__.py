"""From a view to bytes: Jinja for e-mails, typst for paper and pictures."""
