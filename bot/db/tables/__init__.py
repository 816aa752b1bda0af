"""The tables, named as in the glossary. Every moment is stored in UTC and read back aware.

Who may be written to, and what was said, is kept as facts with who and when: nothing here is overwritten that
a person may later ask about.
"""

from bot.db.columns import Moment as Moment
from bot.db.columns import metadata as metadata
from bot.db.tables.asking import answers as answers
from bot.db.tables.asking import assignments as assignments
from bot.db.tables.asking import paused_questions as paused_questions
from bot.db.tables.asking import rounds as rounds
from bot.db.tables.asking import sheets as sheets
from bot.db.tables.events import audit as audit
from bot.db.tables.events import conversations as conversations
from bot.db.tables.events import events as events
from bot.db.tables.events import series as series
from bot.db.tables.files import broadcast_files as broadcast_files
from bot.db.tables.files import files as files
from bot.db.tables.files import uploads as uploads
from bot.db.tables.finding import is_derived as is_derived
from bot.db.tables.finding import passages as passages
from bot.db.tables.guidance import changes as changes
from bot.db.tables.guidance import feeds as feeds
from bot.db.tables.guidance import guidance as guidance
from bot.db.tables.kindness import consents as consents
from bot.db.tables.kindness import marks as marks
from bot.db.tables.kindness import pushes as pushes
from bot.db.tables.meeting import attendances as attendances
from bot.db.tables.meeting import meeting_questions as meeting_questions
from bot.db.tables.meeting import meetings as meetings
from bot.db.tables.needs import actions as actions
from bot.db.tables.needs import entries as entries
from bot.db.tables.needs import escalations as escalations
from bot.db.tables.needs import incidents as incidents
from bot.db.tables.needs import scores as scores
from bot.db.tables.people import accounts as accounts
from bot.db.tables.people import home_cqc_ids as home_cqc_ids
from bot.db.tables.people import home_labels as home_labels
from bot.db.tables.people import homes as homes
from bot.db.tables.people import invites as invites
from bot.db.tables.people import memberships as memberships
from bot.db.tables.people import persons as persons
from bot.db.tables.people import team_members as team_members
from bot.db.tables.people import wrong_codes as wrong_codes
from bot.db.tables.rota import rota_changes as rota_changes
from bot.db.tables.rota import swaps as swaps
from bot.db.tables.sending import deliveries as deliveries
from bot.db.tables.sending import leases as leases
from bot.db.tables.sending import pauses as pauses
from bot.db.tables.sending import shut_rooms as shut_rooms
from bot.db.tables.telling import approvals as approvals
from bot.db.tables.telling import broadcast_parts as broadcast_parts
from bot.db.tables.telling import broadcast_versions as broadcast_versions
from bot.db.tables.telling import broadcasts as broadcasts
from bot.db.tables.telling import items as items
from bot.db.tables.telling import receipts as receipts
from bot.db.tables.telling import recurring as recurring
