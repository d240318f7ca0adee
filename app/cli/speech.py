"""Which language the command speaks: the terminal follows the locale, files are Chinese unless `--lang` asks else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.i18n import Language, language_of, translator
from core.paths import TRANSLATIONS
from policy.messages import Message, Translate

OPTION = "--lang"


@dataclass(frozen=True, slots=True)
class Speech:
    """How sentences are rendered on the terminal and in files."""

    terminal: Translate
    files: Translate

    def __call__(self, message: Message) -> str:
        """A sentence for the terminal."""
        return message.text(self.terminal)


def speech_for(arguments: Sequence[str], environ: Mapping[str, str]) -> Speech:
    """Return the languages for one call, read off its arguments before they are parsed: help speaks it too."""
    asked = _asked(arguments)
    return Speech(
        terminal=translator(asked or language_of(environ), TRANSLATIONS),
        files=translator(asked or Language.CHINESE, TRANSLATIONS),
    )


def _asked(arguments: Sequence[str]) -> Language | None:
    """The language `--lang` names; None where it is absent or not one of ours (the parser refuses that)."""
    for word, following in pairwise([*arguments, ""]):
        value = following if word == OPTION else word.removeprefix(f"{OPTION}=") if word.startswith(OPTION) else ""
        if value in set(Language):
            return Language(value)
    return None
