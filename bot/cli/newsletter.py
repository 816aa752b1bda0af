"""``homeround newsletter``: what the network's newsletters are kept as."""

import typer

app = typer.Typer(
    help="Newsletters: what is in for them, their drafts, and what went out.", no_args_is_help=True
)
