"""The printable sheet of invites: a QR code to scan for each home, four to a page, to cut apart and hand out."""

from bot.sheet.drawing import Card as Card
from bot.sheet.drawing import draw as draw
