"""Pictures of figures, drawn by matplotlib, which nothing else imports: readable on a phone, for any kind of sight."""

from bot.charts.drawing import draw as draw
from bot.charts.waits import draw_waits as draw_waits
