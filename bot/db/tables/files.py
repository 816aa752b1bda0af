"""Files that go along with what is said."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table, Text

from bot.db.columns import Moment, key, metadata, to

# Kept whole, as everything is; of one that never went along with anything, the content goes after a while.
files = Table(
    "files",
    metadata,
    key("file_id"),
    Column("name", String, nullable=False),
    Column("alt", Text, nullable=False, default=""),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary),
    Column("person_id", ForeignKey("persons.person_id")),
    Column("made_at", Moment, nullable=False),
)

broadcast_files = Table(
    "broadcast_files",
    metadata,
    Column("broadcast_id", ForeignKey("broadcasts.broadcast_id"), primary_key=True),
    to("files.file_id", nullable=False, index=True),
)

# What a platform calls a file that it was brought, so that it need not be brought again.
uploads = Table(
    "uploads",
    metadata,
    Column("file_id", ForeignKey("files.file_id"), primary_key=True),
    Column("channel", String, primary_key=True),
    Column("known_as", String, nullable=False),
)
