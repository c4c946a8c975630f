"""The decisions: values in, values out. No clock, environment, network, database or Prefect."""
