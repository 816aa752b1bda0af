"""The figures of surveys, worked out by scipy and numpy, which nothing else imports; pure."""

from bot.figures.comparing import compare as compare
from bot.figures.hiding import changes_in_view as changes_in_view
from bot.figures.hiding import in_view as in_view
from bot.figures.waves import figures_of as figures_of
