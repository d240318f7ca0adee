"""Topics from Markdown to the page: our own files only, no HTML in them, links to what the reader may open."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from app.help.facts import filled
from core.i18n import Language
from core.paths import ROOT

FOLDER = ROOT / "docs" / "help"
Address = Callable[[str], str | None]
"""Where a link of a topic leads (`page:…` or `topic:…`) for this reader; None where it may not be opened."""

_ANCHOR = re.compile(r"\s*\{#([a-z][a-z-]*)\}$")
_FOLDERS = {Language.CHINESE: "zh", Language.ENGLISH: "en"}


@dataclass(frozen=True, slots=True)
class Part:
    """One heading of a topic, to be jumped to."""

    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class Written:
    """A topic as the page shows it; `lead` is its first paragraph as plain text."""

    title: str
    lead: str
    parts: tuple[Part, ...]
    html: Markup


@cache
def source(topic: str, language: Language) -> str:
    """Return the text of a topic as it is kept."""
    return (FOLDER / _FOLDERS[language] / f"{topic}.md").read_text(encoding="utf-8")


def write(topic: str, language: Language, known: Mapping[str, str], address: Address) -> Written:
    """Return a topic with its numbers and links."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(filled(source(topic, language), known))
    for token in tokens:
        _joined(token.children or (), "" if language is Language.CHINESE else " ")
    title, lead, body = _plain(tokens[1]), _plain(tokens[4]), tokens[3:]
    parts = tuple(_anchored(body))
    for token in body:
        _dressed(token)
        _linked(token.children or (), address)
    rendered = markdown.renderer.render(body, markdown.options, {})
    return Written(title, lead, parts, Markup(rendered))  # noqa: S704 - our own files, their HTML switched off


def heading(topic: str, language: Language) -> str:
    """Return the title of a topic alone."""
    return source(topic, language).partition("\n")[0].removeprefix("# ")


def lead(topic: str, language: Language, known: Mapping[str, str]) -> str:
    """Return the first paragraph of a topic as plain text."""
    return write(topic, language, known, lambda _link: None).lead


def _plain(token: Token) -> str:
    """Return the words of one line without their marks."""
    return "".join(child.content for child in token.children or ())


def _joined(tokens: Sequence[Token], between: str) -> None:
    """Join the lines of a paragraph: Chinese has nothing between them, where a browser would show a gap."""
    for token in tokens:
        if token.type == "softbreak":
            token.type, token.content = "text", between


def _anchored(tokens: Sequence[Token]) -> list[Part]:
    """Give every heading its id, which is written behind it, and return them."""
    parts = []
    for token, line in pairwise(tokens):
        if token.type != "heading_open" or not line.children:
            continue
        last = line.children[-1]
        found = _ANCHOR.search(last.content)
        if found:
            last.content = _ANCHOR.sub("", last.content)
            token.attrSet("id", found[1])
            parts.append(Part(found[1], _plain(line)))
    return parts


def _dressed(token: Token) -> None:
    """Give tables the look and the header cells the scope they have everywhere."""
    if token.type == "table_open":
        token.attrSet("class", "jh-t")
    elif token.type == "th_open":
        token.attrSet("scope", "col")


def _linked(tokens: Sequence[Token], address: Address) -> None:
    """Turn links into addresses; what the reader may not open keeps its name, in bold."""
    closed = False
    for token in tokens:
        if token.type == "link_open":
            found = address(str(token.attrGet("href")))
            closed = found is None
            token.attrs = {} if found is None else {"href": found}
        if token.type in {"link_open", "link_close"} and closed:
            token.tag = "strong"
