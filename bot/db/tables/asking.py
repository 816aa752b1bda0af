"""Rounds of questions, and their answers."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, UniqueConstraint

from bot.db.columns import Moment, key, metadata, to

rounds = Table(
    "rounds",
    metadata,
    Column("round_id", Integer, primary_key=True, autoincrement=False),
    Column("questionnaire_id", String, nullable=False, index=True),
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),
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
    Column("person_id", ForeignKey("persons.person_id"), nullable=False),
    Column("at", Moment, nullable=False),
)
