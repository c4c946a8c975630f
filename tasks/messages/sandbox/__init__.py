"""A program's own templates, filled in by a process of their own that can reach nothing and soon ends.

They are written by whoever may write to the program's folder, and a worker serves many programs. So they may say what
the report says, in their own way, and do nothing else. Jinja's sandbox is the first wall. The second is a process
without files, secrets or child processes, limited in time and memory. Shipped templates are part of the program and
need neither.
"""
