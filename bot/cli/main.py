"""The command ``homeround``: its groups and commands, and its exit codes (0 done, 1 could not, 2 wrong use)."""

import sys
from collections.abc import Sequence

import typer

from bot.cli import (
    archive,
    bench,
    broadcast,
    case_figures,
    cases,
    deliveries,
    demo,
    guidance,
    homes,
    invite,
    keeping,
    meetings,
    newsletter,
    report,
    rounds,
    running,
    scheduled,
)

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
app.add_typer(keeping.app, name="db")
app.add_typer(homes.homes, name="homes")
app.add_typer(homes.persons, name="people")
app.command()(invite.invite)
app.command()(broadcast.broadcast)
app.command()(deliveries.deliveries)
app.add_typer(scheduled.app, name="scheduled")
newsletter.app.command()(archive.archive)
app.add_typer(newsletter.app, name="newsletter")
app.command()(newsletter.approve)
app.add_typer(rounds.app, name="round")
app.add_typer(meetings.app, name="meetings")
app.add_typer(guidance.app, name="guidance")
app.add_typer(report.app, name="report")
cases.app.command("figures")(case_figures.waits)
app.add_typer(cases.app, name="escalations")
app.command()(bench.bench)


def main() -> None:
    """Carry out the command line and exit with its code."""
    sys.exit(carry_out(sys.argv[1:]))


def carry_out(words: Sequence[str]) -> int:
    """Carry out one command and return its exit code; wrong use is told in one sentence."""
    try:
        code = app(words, prog_name="homeround", standalone_mode=False)
    except typer.TyperException as error:
        # Empty where a group was named without a command: its help is on the screen already.
        if sentence := error.format_message():
            end = "" if sentence.endswith((".", "?")) else "."
            context = getattr(error, "ctx", None)
            path = context.command_path if context else "homeround"
            sys.stderr.write(f"{sentence}{end} See: {path} --help\n")
        return error.exit_code
    except typer.Abort:
        sys.stderr.write("Stopped.\n")
        return 1
    return code if isinstance(code, int) else 0
