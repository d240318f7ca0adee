"""What the server refuses before the site sees it, in words of our own: a page in both languages, never a bare line."""

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import ErrorTask
from waitress.utilities import RequestEntityTooLarge

from core.files import LARGEST, MEBIBYTE, MOST_AT_ONCE
from core.i18n import Language, translator
from core.paths import TRANSLATIONS
from core.web.pages import render
from core.web.security import POLICY
from policy.messages import Message, say

TOO_LARGE, OWN_FAULT = 413, 500
DRAINED = 256 * MEBIBYTE
"""What a browser goes on sending is thrown away up to here: one that is cut off while it sends shows no page at all."""
_LANGS = {Language.CHINESE: "zh-Hans-CN", Language.ENGLISH: "en"}


class Parser(HTTPRequestParser):  # type: ignore[misc]
    """Reads requests; of one that is too large it throws the body away before the refusal is written."""

    left = 0

    def received(self, data: bytes) -> int:
        """Take some bytes and return how many."""
        if self.left:
            taken = min(self.left, len(data))
            self.left -= taken
            self.completed = self.left == 0
            return taken
        taken = super().received(data)
        announced = 0 if self.chunked else self.content_length
        if isinstance(self.error, RequestEntityTooLarge) and self.body_rcv is not None and announced <= DRAINED:
            self.left, self.completed = announced, announced == 0
        return int(taken)


class Refusal(ErrorTask):  # type: ignore[misc]
    """Answers a request that could not be taken with a page."""

    def execute(self) -> None:
        """Write the page."""
        error = self.request.error
        body = self.channel.server.refusals.get(error.code) or self.channel.server.refusals[0]
        self.status = f"{error.code} {error.reason}"
        self.response_headers.extend(
            (
                ("Content-Type", "text/html; charset=utf-8"),
                ("Content-Security-Policy", POLICY),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            )
        )
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection whose refusals are pages."""

    parser_class = Parser
    error_task_class = Refusal


def pages(app: Flask) -> dict[int, bytes]:
    """Return the pages of all refusals by their code, made once; 0 is that of every other code."""
    limits = {"limit": LARGEST // MEBIBYTE, "count": MOST_AT_ONCE}
    told = {
        TOO_LARGE: (
            say("What was sent is too large"),
            say(
                "Go back to the page before. A photo or PDF may have {limit} MB, and a form takes {count} of them:"
                " make the file smaller, or send fewer at once. Nothing was saved.",
                **limits,
            ),
        ),
        OWN_FAULT: (
            say("Something failed on our side"),
            say("Nothing was saved. Go back, load the page again, and try once more."),
        ),
        0: (
            say("This request could not be understood"),
            say("Go back, load the page again, and try once more."),
        ),
    }
    with app.test_request_context("/"):
        return {code: _page(heading, advice) for code, (heading, advice) in told.items()}


def _page(heading: Message, advice: Message) -> bytes:
    """Return one page, in Chinese and in English: nobody knows yet who asks."""
    back, parts = say("To my first page"), []
    for language, lang in _LANGS.items():
        words = translator(language, TRANSLATIONS)
        parts.append((lang, *(message.text(words) for message in (heading, advice, back))))
    return render("errors/server.html", parts=parts).encode()
