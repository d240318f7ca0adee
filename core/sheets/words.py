"""The spellings of headers and choices: both languages of the product, whatever language the reader has chosen."""

import unicodedata
from functools import lru_cache

from core.i18n import Language, translator
from core.paths import TRANSLATIONS
from policy.messages import Message, Translate

_MARKS = "*＊:："  # what forms put after a header; no part of the name


def translate_to(language: Language) -> Translate:
    """Return what renders sentences in one language."""
    return translator(language, TRANSLATIONS)


def spellings(word: Message | str) -> tuple[str, ...]:
    """Return a word in every language of the product."""
    if isinstance(word, str):
        return (word,)
    return tuple(dict.fromkeys(word.text(translate_to(language)) for language in Language))


def in_language(word: Message | str, language: Language) -> str:
    """Return a word in one language."""
    return word if isinstance(word, str) else word.text(translate_to(language))


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return a spelling for comparing: width, case, blanks and marks such as `*` make no difference."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(plain.split()).strip(_MARKS)
