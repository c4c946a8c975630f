"""The page that a run leaves in Prefect for the coordinator."""
