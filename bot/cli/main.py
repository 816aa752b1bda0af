"""The command ``homeround``: its groups and commands, and its exit codes (0 done, 1 could not, 2 wrong use)."""

import typer

from bot.cli import broadcast, cases, demo, homes, invite, rounds, running

app = typer.Typer(
    name="homeround",
    help="The chat bot of a care-home support network, in Telegram and Slack.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(demo.demo)
app.command()(running.run)
app.command()(running.check)
app.command()(running.doctor)
app.add_typer(running.database, name="db")
app.add_typer(homes.homes, name="homes")
app.add_typer(homes.persons, name="people")
app.command()(invite.invite)
app.command()(broadcast.broadcast)
app.command()(broadcast.deliveries)
app.add_typer(rounds.app, name="round")
app.command()(cases.escalations)


def main() -> None:
    """Carry out the command line and exit with its code."""
    app()
