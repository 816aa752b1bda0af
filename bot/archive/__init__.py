"""The archive: each newsletter and broadcast that was sent, as a page for a browser and as a file to print."""

from bot.archive.issue import Issue as Issue
from bot.archive.issue import titled as titled
from bot.archive.page import INDEX as INDEX
from bot.archive.page import index as index
from bot.archive.page import page as page
from bot.archive.printed import printed as printed
