"""`lbn serve`: Prefect's server behind a door, the flows on their schedules, and one process that keeps both alive.

The process that `lbn serve` starts loads none of Prefect: it starts two children, the page (`page.py`) and the runner
(`runner.py`), starts a dead one again, keeps their log, and ends both when it is asked to.
"""
