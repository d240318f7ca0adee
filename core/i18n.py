"""The reader's language: which one the environment asks for, and the catalogue that speaks it."""

import gettext
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from policy.messages import Translate, untranslated


class Language(StrEnum):
    """The languages the product speaks; Chinese is the default."""

    CHINESE = "zh"
    ENGLISH = "en"


_CATALOGUES = {Language.CHINESE: "zh_Hans_CN", Language.ENGLISH: "en"}
"""English is what the templates are written in; its catalogue holds the sentences that differ when one is counted."""

_VARIABLES = ("JUNHENG_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def language_of(environ: Mapping[str, str]) -> Language:
    """Return the language a process environment asks for: English only where it says so, Chinese otherwise."""
    asked = next((environ[name] for name in _VARIABLES if environ.get(name)), "")
    return Language.ENGLISH if asked.lower().startswith("en") else Language.CHINESE


@cache
def translator(language: Language, folder: Path) -> Translate:
    """Return what renders English templates in a language, from the catalogues under `folder`.

    The compiled catalogue is taken where it is as new as its source, otherwise the source itself is read, so that a
    fresh checkout speaks Chinese before anything was compiled.
    """
    name = _CATALOGUES[language]
    messages = folder / name / "LC_MESSAGES" / "messages"
    source, compiled = messages.with_suffix(".po"), messages.with_suffix(".mo")
    if compiled.exists() and (not source.exists() or compiled.stat().st_mtime >= source.stat().st_mtime):
        lookup = gettext.translation("messages", str(folder), [name]).gettext
        return lambda template: lookup(template) if template else ""  # gettext keeps its header under ""
    return _from_source(source) if source.exists() else untranslated


def _from_source(source: Path) -> Translate:
    """Read a `.po` file; templates it does not know stay English."""
    with source.open("rb") as file:
        catalogue = read_po(file)
    done = [entry for entry in catalogue if entry.id and entry.string and not entry.fuzzy]
    known = {f"{entry.context}\x04{entry.id}" if entry.context else str(entry.id): str(entry.string) for entry in done}
    return lambda template: known.get(template, template)
