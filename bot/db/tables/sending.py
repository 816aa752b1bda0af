"""The way out: deliveries, and who may send them when."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from bot.db.columns import Moment, key, metadata, to

deliveries = Table(
    "deliveries",
    metadata,
    key("delivery_id"),
    Column("channel", String, nullable=False),
    Column("chat", String, nullable=False),
    Column("lane_key", Integer, nullable=False),
    Column("account_id", ForeignKey("accounts.account_id")),
    Column("priority", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("operation", String, nullable=False),
    Column("payload", Text),  # empty where broadcast_parts holds it
    Column("broadcast_id", ForeignKey("broadcasts.broadcast_id")),
    Column("part", Integer, nullable=False, default=0),
    to("files.file_id"),  # what it brings, where broadcast_parts does not say so
    Column("card", String, nullable=False, default=""),
    Column("edits_id", ForeignKey("deliveries.delivery_id")),
    Column("thread_of_id", ForeignKey("deliveries.delivery_id")),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column(
        "held", String, nullable=False, server_default=text("''")
    ),  # why it is due later than it was made
    Column("about", String, nullable=False, server_default=text("''")),  # of a push, as in pushes
    # The card that it was shown in together with others, where it waited too long to be sent by itself.
    Column("bundled_in", ForeignKey("deliveries.delivery_id")),
    Column("attempts", Integer, nullable=False, default=0),
    Column("first_tried_at", Moment),
    Column("in_doubt", Boolean, nullable=False, default=False),
    Column("finished_at", Moment),
    Column("reason", String, nullable=False, default=""),
    Column("sent_chat", String, nullable=False, default=""),
    Column("sent_id", String, nullable=False, default=""),
)
# Small partial indexes: the dispatcher looks only at what is left to do, however long the history is.
Index(
    "ix_deliveries_waiting",
    deliveries.c.channel,
    deliveries.c.priority,
    deliveries.c.delivery_id,
    sqlite_where=text("state = 'queued'"),
    postgresql_where=text("state = 'queued'"),
)
Index(
    "ix_deliveries_held",
    deliveries.c.due_at,
    sqlite_where=text("state = 'held'"),
    postgresql_where=text("state = 'held'"),
)
Index(
    "ix_deliveries_on_wire",
    deliveries.c.channel,
    sqlite_where=text("state = 'on_wire'"),
    postgresql_where=text("state = 'on_wire'"),
)
Index(
    "uq_deliveries_broadcast",
    deliveries.c.broadcast_id,
    deliveries.c.account_id,
    deliveries.c.part,
    unique=True,
    sqlite_where=text("broadcast_id IS NOT NULL"),
    postgresql_where=text("broadcast_id IS NOT NULL"),
)
Index(
    "ix_deliveries_card",
    deliveries.c.card,
    sqlite_where=text("card <> ''"),
    postgresql_where=text("card <> ''"),
)
Index(
    "ix_deliveries_sent",
    deliveries.c.sent_chat,
    deliveries.c.sent_id,
    sqlite_where=text("sent_id <> ''"),
    postgresql_where=text("sent_id <> ''"),
)
Index(
    "ix_deliveries_edits",
    deliveries.c.edits_id,
    sqlite_where=text("edits_id IS NOT NULL"),
    postgresql_where=text("edits_id IS NOT NULL"),
)

# One owner at a time of a lane, of the Telegram polling, of the clock: whoever holds the row until then.
leases = Table(
    "leases",
    metadata,
    Column("name", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("until", Moment, nullable=False),
)

# A pause that the platform asked for holds for every process.
pauses = Table(
    "pauses",
    metadata,
    Column("channel", String, primary_key=True),
    Column("until", Moment, nullable=False),
)

# Archived, or without the app: what was meant for such a room goes elsewhere.
shut_rooms = Table(
    "shut_rooms",
    metadata,
    Column("channel", String, primary_key=True),
    Column("chat", String, primary_key=True),
    Column("shut_at", Moment, nullable=False),
    Column("failed_at", Moment, nullable=False),
)
