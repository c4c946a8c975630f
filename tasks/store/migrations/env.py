"""Alembic's distribution: runs the migrations on the connection that the program hands over."""

from alembic import context

from tasks.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
