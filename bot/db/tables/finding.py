"""What can be found again by its words. The database itself keeps it, by the triggers of step 0005.

It is made from other tables, so it is in no backup's way and is not moved from one database to another.
"""

from sqlalchemy import Column, Integer, MetaData, String, Table, Text

from bot.db.columns import Moment

derived = MetaData()

# One row for each text that can be found: a broadcast, an item of a newsletter. Whoever has another kind of text
# keeps its rows here by triggers of its own. ``broadcast_id`` says whose receipts let a home find it (empty =
# everybody finds it), ``at`` the moment that is told, empty where nobody may find it: not sent yet, withdrawn.
# An index of words stands beside it: on SQLite the table ``passages_words``, on PostgreSQL the column ``words``.
passages = Table(
    "passages",
    derived,
    Column("passage_id", Integer, primary_key=True),
    Column("about", String, nullable=False, unique=True),  # broadcast:5, item:7
    Column("broadcast_id", Integer),
    Column("title", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment),
)


def is_derived(name: str | None) -> bool:
    """Say whether a table is this one or of its index: neither is compared with the code's tables."""
    return name == passages.name or str(name).startswith(f"{passages.name}_")
