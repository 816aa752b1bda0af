"""Draws an issue, and the list of all, as HTML pages that need nothing else: no script, no picture, no other file."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from bot.archive.issue import LANGUAGE, Issue
from bot.channels.commonmark import Block, Code, Heading, Item, Line, Paragraph, Quote, Rule, Span
from bot.core.words import ArchiveWords

INDEX = "index.html"
# Dark text on light ground and the other way round, each at a contrast of 7 to 1 or more (WCAG 2.2, 1.4.6).
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1.0625rem/1.55 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; margin: 0; color: #1a1d21;
  background: #fff; overflow-wrap: break-word; }
main, footer { max-width: 40rem; margin: 0 auto; padding: 0 1.25rem; }
main { padding-top: 2rem; }
header { border-bottom: 3px solid #0b4f6c; margin-bottom: 1.5rem; padding-bottom: .75rem; }
header p { margin: 0; color: #41474f; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: .25rem 0 .5rem; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 2rem 0 .5rem; }
h3, h4, h5, h6 { font-size: 1.0625rem; margin: 1.5rem 0 .25rem; }
p, ul, ol, blockquote, pre { margin: .75rem 0; }
ul, ol { padding-left: 1.5rem; }
li { margin: .25rem 0; }
li > ul, li > ol, li > p { margin: .25rem 0; }
a { color: #0b4f6c; }
a:focus-visible { outline: 3px solid #b35c00; outline-offset: 2px; }
blockquote { border-left: 4px solid #8a94a0; padding-left: 1rem; margin-left: 0; }
pre { background: #f1f3f5; padding: .75rem 1rem; white-space: pre-wrap; }
code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .95em; }
hr { border: 0; border-top: 1px solid #8a94a0; margin: 2rem 0; }
footer { margin-top: 2.5rem; padding-bottom: 2rem; }
footer li { display: inline; margin-right: 1.5rem; }
nav ul { list-style: none; padding: .75rem 0 0; border-top: 1px solid #8a94a0; }
.file { margin-top: 2rem; }
.issues { list-style: none; padding: 0; }
.issues li { margin: .75rem 0; }
.issues .day { display: block; color: #41474f; font-size: .95rem; }
@media (prefers-color-scheme: dark) {
  body { color: #eceff2; background: #15181c; }
  header { border-color: #7cc4e0; }
  header p, .issues .day { color: #b9c1ca; }
  a { color: #8fd0ea; }
  pre { background: #23282e; }
}
@media print { footer { display: none; } body { color: #000; background: #fff; } a { color: #000; } }
"""
_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<header>
{header}
</header>
{main}
</main>
{footer}</body>
</html>
"""


def page(issue: Issue, words: ArchiveWords) -> str:
    """Return the page of an issue."""
    notes = "".join(f"\n<p>{escape(each)}</p>" for each in issue.notes)
    header = f"<p>{escape(issue.network)}</p>\n<h1>{escape(issue.title)}</h1>{notes}"
    links = ((INDEX, words.all_issues), (f"{issue.name}.pdf", words.as_pdf))
    ways = "\n".join(
        f'<li><a href="{escape(href)}">{escape(says)}</a></li>' for href, says in links
    )
    footer = f'<footer>\n<nav aria-label="{escape(words.more)}">\n<ul>\n{ways}\n</ul>\n</nav>\n</footer>\n'
    title = f"{issue.title} · {issue.network}"
    main = [*_blocks(issue.blocks), *_file(issue, words)]
    return _whole(title, header, "\n".join(main), footer)


def _file(issue: Issue, words: ArchiveWords) -> Iterator[str]:
    """Yield the line that leads to the file that went along, and says what it shows."""
    if issue.file is not None:
        label = escape(words.file.format(name=issue.file.name))
        about = f"<br>\n{escape(issue.file.alt)}" if issue.file.alt else ""
        yield f'<p class="file"><a href="{escape(issue.file_name)}">{label}</a>{about}</p>'


def index(issues: Sequence[Issue], network: str, words: ArchiveWords) -> str:
    """Return the page that lists the issues, the newest first, under the years in which they were sent."""
    newest_first = sorted(issues, key=lambda each: (each.sent_at, each.name), reverse=True)
    parts = []
    for year, of_year in groupby(newest_first, key=lambda each: each.sent_at.year):
        lines = "\n".join(_listed(each) for each in of_year)
        parts.append(f'<h2>{year}</h2>\n<ul class="issues">\n{lines}\n</ul>')
    header = f"<p>{escape(network)}</p>\n<h1>{escape(words.index)}</h1>"
    return _whole(f"{words.index} · {network}", header, "\n".join(parts), "")


def _listed(issue: Issue) -> str:
    day = f'<span class="day">{escape(" · ".join(issue.notes))}</span>'
    return f'<li><a href="{escape(issue.name)}.html">{escape(issue.title)}</a> {day}</li>'


def _whole(title: str, header: str, main: str, footer: str) -> str:
    return _PAGE.format(
        language=LANGUAGE,
        title=escape(title),
        style=_STYLE,
        header=header,
        main=main,
        footer=footer,
    )


def _blocks(blocks: Sequence[Block]) -> Iterator[str]:
    for is_list, run in groupby(blocks, lambda each: isinstance(each, Item)):
        if is_list:
            yield "".join(_lists([each for each in run if isinstance(each, Item)]))
        else:
            yield from map(_block, run)


def _block(block: Block) -> str:
    match block:
        case Heading(spans, level):
            return f"<h{level}>{_spans(spans)}</h{level}>"
        case Quote(spans):
            return f"<blockquote><p>{_spans(spans)}</p></blockquote>"
        case Code(text):
            return f"<pre><code>{escape(text)}</code></pre>"
        case Rule():
            return "<hr>"
        case Paragraph(spans) | Item(spans):
            return f"<p>{_spans(spans)}</p>"


def _lists(items: Sequence[Item]) -> Iterator[str]:
    """Yield the lists that the items make, each in the item that it belongs to."""
    open_lists: list[str] = []
    next_number = [0]
    for item in items:
        if not item.marker and open_lists:
            yield f"<p>{_spans(item.spans)}</p>"
            continue
        kind, number = _kind(item)
        while len(open_lists) > item.depth + 1 or (
            len(open_lists) == item.depth + 1 and open_lists[-1] != kind
        ):
            next_number.pop()
            yield f"</li></{open_lists.pop()}>"
        if len(open_lists) == item.depth + 1:
            yield "</li>"
        while len(open_lists) < item.depth + 1:
            deepest = len(open_lists) == item.depth
            yield f"<{kind}>" if deepest else f"<{kind}><li>"
            open_lists.append(kind)
            next_number.append(1)
        value = f' value="{number}"' if number not in (None, next_number[-1]) else ""
        next_number[-1] = (number or 0) + 1
        yield f"<li{value}>{_spans(item.spans)}"
    while open_lists:
        yield f"</li></{open_lists.pop()}>"


def _kind(item: Item) -> tuple[str, int | None]:
    number = item.marker.rstrip(".")
    return ("ol", int(number)) if number.isdecimal() else ("ul", None)


def _spans(spans: Line) -> str:
    return "".join(map(_span, spans)).replace("\n", "<br>\n")


def _span(span: Span) -> str:
    text = escape(span.text)
    for tag, is_on in (
        ("code", span.code),
        ("s", span.strike),
        ("em", span.italic),
        ("strong", span.bold),
    ):
        text = f"<{tag}>{text}</{tag}>" if is_on else text
    return f'<a href="{escape(span.url)}" rel="noreferrer">{text}</a>' if span.url else text
