"""Broadcasts, and what each home made of them."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from bot.db.columns import Moment, metadata

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("broadcast_id", Integer, primary_key=True, autoincrement=False),
    Column("author_id", ForeignKey("persons.person_id")),
    Column("audience", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("ack", Boolean, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("made_at", Moment, nullable=False),
    Column("send_at", Moment),
    Column("sent_at", Moment),
    Column("finished_at", Moment),
)

broadcast_parts = Table(
    "broadcast_parts",
    metadata,
    Column("broadcast_id", ForeignKey("broadcasts.broadcast_id"), primary_key=True),
    Column("channel", String, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("payload", Text, nullable=False),
)

# One row a home of the audience: who it went to, or why to nobody, and what the home said of it.
receipts = Table(
    "receipts",
    metadata,
    Column("broadcast_id", ForeignKey("broadcasts.broadcast_id"), primary_key=True),
    Column("home_id", ForeignKey("homes.home_id"), primary_key=True),
    Column("account_id", ForeignKey("accounts.account_id")),
    Column("gap", String, nullable=False, default=""),
    Column("acknowledged_at", Moment),
    Column("acknowledged_by", ForeignKey("persons.person_id")),
    Index("ix_receipts_home", "home_id"),
)
Index(
    "ix_receipts_acknowledged_at",
    receipts.c.acknowledged_at,
    sqlite_where=text("acknowledged_at IS NOT NULL"),
    postgresql_where=text("acknowledged_at IS NOT NULL"),
)
