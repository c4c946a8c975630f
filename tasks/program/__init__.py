"""The operations that commands and Prefect's tasks both call.

They are imported from their files: each loads only what it needs.
"""
