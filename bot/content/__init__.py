"""Everything a coordinator edits, read and checked: all faults of all files are told at once."""

from pathlib import Path

from bot.content.already_asked import already_asked
from bot.content.contacts import contacts
from bot.content.editions import approval, editions
from bot.content.folder import Folder
from bot.content.forms import forms
from bot.content.meetings import meetings
from bot.content.policies import policies
from bot.content.questionnaires import questionnaires
from bot.content.rota import rotas
from bot.content.routing import routing, teams
from bot.content.triage import triage
from bot.content.wording import words
from bot.core.definitions import Content
from bot.core.errors import Faults
from bot.core.ports import Guard


def load_content(path: Path, guard: Guard | None = None) -> Content:
    """Return what the folder says; with a guard, no line of it may tell who a resident is.

    Raises:
        Faults: Every fault of every file, as ``file:line: key: what is wrong``.
    """
    folder = Folder(path, guard)
    folder.look_for_strangers()
    if not path.is_dir():
        raise Faults(folder.faults)
    read_words = words(folder)
    known_teams = teams(folder)
    known_policies = policies(folder)
    routes = routing(folder, known_teams, known_policies)
    known_categories = routes.categories
    known_editions = editions(folder, known_teams)
    content = Content(
        words=read_words,
        forms=forms(folder),
        questionnaires=questionnaires(folder, known_categories, known_teams, already_asked(folder)),
        teams=known_teams,
        categories=known_categories,
        rules=routes.rules,
        patterns=routes.patterns,
        policies=known_policies,
        rotas=rotas(folder, known_teams),
        meetings=meetings(folder),
        triage=triage(folder, known_teams, known_categories, known_editions),
        privacy=folder.prose("privacy.md"),
        signpost=folder.prose("signpost.md"),
        editions=known_editions,
        approval=approval(folder, known_teams),
        warnings=folder.warnings,
        safeguarding=folder.prose("safeguarding.md"),
        contacts=contacts(folder),
    )
    if folder.faults:
        raise Faults(folder.faults)
    return content
