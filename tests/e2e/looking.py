"""What every page must be: free of axe's findings, no wider than the screen, silent, in one language."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from playwright.sync_api import Page

from core.paths import ROOT, TRANSLATIONS
from tests.e2e.visitor import DESK, PHONE

OWN = Path(__file__).with_name("looking.js")
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
"""Our questions and axe; evaluated by the driver, so that the page's own policy stays as it is."""

PICTURES = os.environ.get("JUNHENG_SHOTS", "")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LONG_WORD = re.compile(r"[A-Za-z]{4,}")
MACHINE_WORDS = re.compile(
    r"\w+(?:[._]\w+)+|(?<![A-Za-z0-9])[0-9a-f]{8,64}(?![A-Za-z0-9])"
    r"|curriculum|load|(?:junheng|python|ortools|numpy|platform) \S+"
)
"""Keys of rules, fingerprints, tables of a file and versions of programs: written as the machine has them."""
HAN = re.compile(r"[\u4e00-\u9fff]")
NAMES = re.compile(
    r"Junheng|GitHub|SHA-?256|OR-Tools|CP-SAT|Excel|TOML|Linux|Chrome|English"
    r"|[\w.-]+\.(?:xlsx|csv|jpe?g|png|pdf|toml|json|css)",
    re.I,
)
"""Names and files that are the same in every language."""


@dataclass(frozen=True, slots=True)
class Look:
    """One size and theme."""

    name: str
    phone: bool
    dark: bool


LOOKS = (
    Look("1440-light", False, False),
    Look("1440-dark", False, True),
    Look("360-dark", True, True),
    Look("360-light", True, False),
)
"""In an order that changes one thing at a time."""


def faults_of(page: Page, name: str) -> Iterator[str]:
    """Look at a loaded page in every size and theme and say what is wrong with it."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate(OWN.read_text(encoding="utf-8"))
    page.evaluate("scrollTo(0, 0)")  # what a sticky bar covers now is not covered for ever
    for look in LOOKS:
        wear(page, look)
        picture(page, name, look)
        for fault in seen(page, look):
            yield f"{name} at {look.name}: {fault}"
    wear(page, LOOKS[0])


def wear(page: Page, look: Look) -> None:
    """Give a page a size and a theme."""
    width, height = PHONE if look.phone else DESK
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="dark" if look.dark else "light", reduced_motion="reduce")


def seen(page: Page, look: Look) -> Iterator[str]:
    """Say what axe finds, what is too wide, which short words are broken; the second theme is about colours only."""
    whole = look in (LOOKS[0], LOOKS[3])
    only: Mapping[str, Any] = (
        {"runOnly": STANDARDS} if whole else {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
    )
    for rule, help_text, nodes in page.evaluate(
        "options => look.faults(options)", dict(only, resultTypes=["violations"])
    ):
        yield f"axe {rule} ({help_text}): {json.dumps(nodes, ensure_ascii=False)}"
    if whole:
        for wide in page.evaluate("look.wider()"):
            yield f"wider than the screen: {wide}"
        for broken in page.evaluate("look.broken()"):
            yield f"short words are broken over two lines: {broken}"


def picture(page: Page, name: str, look: Look) -> None:
    """Keep a picture of the page where somebody asked for pictures."""
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(PICTURES) / f"{name}-{look.name}.png", full_page=True)


def pictures_in_english(page: Page, name: str) -> None:
    """Keep pictures of an English page, where somebody asked for pictures: desk and phone."""
    for look in LOOKS[::3] if PICTURES else ():
        wear(page, look)
        picture(page, f"en-{name}", look)
    wear(page, LOOKS[0])


def english_words(page: Page) -> Iterator[str]:
    """Return texts of a Chinese page that have English words in them."""
    for words in dict.fromkeys(texts_of(page)):
        if LONG_WORD.search(NAMES.sub("", MACHINE_WORDS.sub("", words))):
            yield words


def chinese_words(page: Page) -> Iterator[str]:
    """Return texts of an English page that are Chinese sentences of the product rather than data."""
    own = own_chinese()
    for words in dict.fromkeys(texts_of(page)):
        if words in own and HAN.search(words):
            yield words


@cache
def own_chinese() -> frozenset[str]:
    """Return the Chinese sentences of the catalogue that stand alone, without facts in them."""
    with (TRANSLATIONS / "zh_Hans_CN" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return frozenset(str(entry.string) for entry in read_po(file) if entry.string and "{" not in str(entry.string))


def texts_of(page: Page) -> list[str]:
    """Return every text of a page, said or shown."""
    page.evaluate(OWN.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate("look.texts()")
    return found
