"""``homeround newsletter archive``: what was sent, as pages for a browser and files to print."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opening import ConfigPath, Opened, open_all
from bot.cli.output import bar, faults_as_sentences, say
from bot.core.errors import HomeroundError
from bot.db.files import content
from bot.db.sent import Sent, all_sent

if TYPE_CHECKING:
    from bot.archive import Issue

_UNFIT = re.compile(r"[^A-Za-z0-9_-]+")


def archive(
    number: Annotated[
        int | None, typer.Argument(help="Of a newsletter or another broadcast that was sent.")
    ] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Everything that was sent.")] = False,
    out: Annotated[Path, typer.Option(help="The folder; made where it is not there.")],
    font: Annotated[
        Path | None, typer.Option(help="A font for letters that the files' own one lacks.")
    ] = None,
    config: ConfigPath = Path("config.toml"),
) -> None:
    """Write what was sent as an HTML page and a PDF file each, and a page that lists them all."""
    if (number is None) is not every:
        message = "say the number of one, or --all"
        raise typer.BadParameter(message)
    with faults_as_sentences(), open_all(config) as opened:
        with opened.database.read() as connection:
            sent = all_sent(connection)
        chosen = _chosen(sent, number, out)
        with _faults_of_files():
            out.mkdir(parents=True, exist_ok=True)
            _write(opened, sent, chosen, out, font)
        with opened.database.write() as connection:
            opened.audit(connection, "archived", f"{len(chosen)} broadcasts")
        plural = "" if len(chosen) == 1 else "s"
        say(f"Wrote {len(chosen)} page{plural} and PDF file{plural} to {out}. Begin at index.html.")


def _chosen(sent: Sequence[Sent], number: int | None, out: Path) -> list[Sent]:
    """Return what was asked for, and what stands in the folder and may say what is not right by now."""
    if not any(number in (None, each.broadcast_id) for each in sent):
        message = "Nothing has been sent yet."
        if number is not None:
            message = f"Nothing with the number {number} has been sent."
        raise HomeroundError(message)
    return [
        each
        for each in sent
        if number in (None, each.broadcast_id) or (each.has_changed and _is_in(out, each))
    ]


def _is_in(out: Path, sent: Sent) -> bool:
    return (out / f"{_name(sent)}.html").exists()


def _write(
    opened: Opened, sent: Sequence[Sent], chosen: Sequence[Sent], out: Path, font: Path | None
) -> None:
    # Half a second to load, so that only who wants an archive waits for it.
    from bot.archive import INDEX, index, page, printed  # noqa: PLC0415

    words, network = opened.content.words.archive, opened.config.network.name
    with bar("Writing", len(chosen)) as step:
        for each in chosen:
            issue = _issue(opened, each)
            drawn = printed(issue, words, font)
            (out / f"{issue.name}.html").write_text(page(issue, words), encoding="utf-8")
            (out / f"{issue.name}.pdf").write_bytes(drawn)
            for before in out.glob(f"{issue.name}-file.*"):
                before.unlink()
            if issue.file and issue.file.file_id is not None:
                with opened.database.read() as connection:
                    brought = content(connection, issue.file.file_id)
                (out / issue.file_name).write_bytes(brought)
            step()
    there = [_issue(opened, each) for each in sent if _is_in(out, each)]
    (out / INDEX).write_text(index(there, network, words), encoding="utf-8")


def _issue(opened: Opened, sent: Sent) -> "Issue":
    from bot.archive import Issue, titled  # noqa: PLC0415

    words = opened.content.words.archive
    here = sent.sent_at.astimezone(opened.zone)
    notes = [words.sent.format(day=_day(here))]
    # What was withdrawn has the reason in the place of its text, so that nothing of it is corrected any more.
    changed_at = sent.withdrawn_at or sent.corrected_at
    if changed_at is not None:
        then = changed_at.astimezone(opened.zone)
        mark = words.withdrawn if sent.withdrawn_at else words.corrected
        notes.append(mark.format(day=_day(then), time=f"{then:%H:%M}"))
    title = titled(sent.title, sent.text)
    network = opened.config.network.name
    # What was withdrawn goes with everything that went along.
    file = None if sent.withdrawn_at else sent.file
    return Issue(_name(sent), title, network, here, tuple(notes), sent.text, file)


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def _name(sent: Sent) -> str:
    """Return what the files of a broadcast are called; no two have the same name."""
    if sent.edition and sent.issue:
        return _UNFIT.sub("_", f"{sent.edition}-{sent.issue}")
    return f"broadcast-{sent.broadcast_id}"


@contextmanager
def _faults_of_files() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f"{error.filename} cannot be written ({error.strerror})."
        raise HomeroundError(message) from error
