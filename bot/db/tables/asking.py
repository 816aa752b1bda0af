"""Rounds of questions, and their answers."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from bot.db.columns import Moment, key, metadata, to

rounds = Table(
    "rounds",
    metadata,
    Column("round_id", Integer, primary_key=True, autoincrement=False),
    Column("questionnaire_id", String, nullable=False, index=True),
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),
    # What comes later is late; the clock looks for rounds by it.
    Column("due_at", Moment),
    # The ids of its questions with commas between them, empty = all that the questionnaire has.
    Column("asked", Text, nullable=False, server_default=text("''")),
    Column("anonymous", Boolean, nullable=False, server_default=false()),
)

assignments = Table(
    "assignments",
    metadata,
    key("assignment_id"),
    to("rounds.round_id", nullable=False),
    Column("home_id", ForeignKey("homes.home_id"), nullable=False, index=True),
    Column("done_at", Moment),
    UniqueConstraint("round_id", "home_id"),
)

# A correction adds a row; the newest is the answer, the others are its history.
answers = Table(
    "answers",
    metadata,
    key("answer_id"),
    to("assignments.assignment_id", nullable=False, index=True),
    Column("question_id", String, nullable=False),
    Column("state", String, nullable=False),
    Column("value", String, nullable=False, default=""),
    Column("note", Text, nullable=False, server_default=text("''")),
    # Of an answer that was given again as it was: for how many rounds, and since when.
    Column("age", Integer, nullable=False, server_default=text("0")),
    Column("since", Moment),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False),
    Column("at", Moment, nullable=False),
)

# Answers to a survey without names: nothing here says whose they are, nor when or in which order they came.
sheets = Table(
    "sheets",
    metadata,
    Column("sheet", String, primary_key=True),
    Column("question_id", String, primary_key=True),
    to("rounds.round_id", nullable=False, index=True),
    Column("state", String, nullable=False),
    Column("value", Text, nullable=False),
    Column("note", Text, nullable=False),
)

# Questions that no round asks until somebody lets them be asked again.
paused_questions = Table(
    "paused_questions",
    metadata,
    Column("questionnaire_id", String, primary_key=True),
    Column("question_id", String, primary_key=True),
    Column("paused_at", Moment, nullable=False),
    Column("paused_by", ForeignKey("persons.person_id")),
)

# What an item of a newsletter was done about: an answer that homes gave in a round.
themes = Table(
    "themes",
    metadata,
    Column("item_id", ForeignKey("items.item_id"), primary_key=True),
    to("rounds.round_id", nullable=False),
    Column("question_id", String, nullable=False),
    Column("value", String, nullable=False),
)
