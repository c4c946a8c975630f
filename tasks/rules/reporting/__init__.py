"""From the ledger to figures, editions and due days, and what of them may be shown to whom."""
