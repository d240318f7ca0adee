"""How somebody reads: kept with the account, and in a cookie for those who are not signed in."""

from collections.abc import Mapping

from flask import current_app
from werkzeug.wrappers import Response

from accounts.vocabulary import Standing, Theme
from core.i18n import Language
from core.web.language import Reader

_YEAR = 365 * 24 * 3600
_YES = "yes"


def reader_of(standing: Standing) -> Reader:
    """Return the reader an account says it is."""
    return Reader(Language(standing.language), standing.theme, standing.large_type)


def reader_of_cookie(value: str | None) -> Reader:
    """Return the reader a cookie says it is; anything odd counts as unsaid."""
    parts = (value or "").split(".")
    if len(parts) != 3:
        return Reader()
    language, theme, letters = parts
    known = language in set(Language) and theme in set(Theme)
    return Reader(Language(language), theme, letters == "large") if known else Reader()


def wished(reader: Reader, form: Mapping[str, str]) -> Reader:
    """Return the reader after a press on theme, letters or language; unknown values change nothing."""
    language, theme, letters = form.get("language", ""), form.get("theme", ""), form.get("large_type", "")
    return Reader(
        Language(language) if language in set(Language) else reader.language,
        theme if theme in set(Theme) else reader.theme,
        letters == _YES if letters in {_YES, "no"} else reader.large_type,
    )


def keep(response: Response, reader: Reader) -> Response:
    """Put the reader into a cookie, so that the sign-in page looks the same next time."""
    value = f"{reader.language.value}.{reader.theme}.{'large' if reader.large_type else 'normal'}"
    response.set_cookie(
        current_app.config["JUNHENG_READER_COOKIE"],
        value,
        max_age=_YEAR,
        path="/",
        secure=current_app.config["JUNHENG_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response
