"""Pictures of figures, drawn by matplotlib, which nothing else imports: readable on a phone, for any kind of sight."""

from bot.charts.grids import draw_grid as draw_grid
from bot.charts.scores import draw_pairs as draw_pairs
from bot.charts.scores import draw_spread as draw_spread
from bot.charts.trends import draw_trends as draw_trends
