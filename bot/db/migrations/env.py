"""Runs the steps inside the transaction that ``bot.db.migrate`` opened."""

from alembic import context

from bot.db.tables import is_derived, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    user_module_prefix="tables.",
    include_name=lambda name, kind, _parents: kind != "table" or not is_derived(name),
)
with context.begin_transaction():
    context.run_migrations()
