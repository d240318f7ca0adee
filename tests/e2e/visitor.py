"""A person at a browser: signs in, reads the site's own words, clicks; nothing may be refused by its own page."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, Response

from core.i18n import Language, translator
from core.paths import TRANSLATIONS
from policy.messages import Message
from tests.support.live import Live

PATIENCE_MS = 20_000
DESK, PHONE = (1440, 900), (360, 780)
LISTENING = 'html.is-ready, html:not(:has(script[src*="js/main"]))'
EXPECTED = re.compile(r"the server responded with a status of (404|409|422)")
"""What Chromium itself says of a page that was refused on purpose."""


class Visitor:
    """One browser context of one person; `said` collects what the console and the page complain of."""

    def __init__(
        self,
        browser: Browser,
        live: Live,
        *,
        phone: bool = False,
        dark: bool = False,
        language: Language = Language.CHINESE,
    ) -> None:
        width, height = PHONE if phone else DESK
        self.live, self.language, self.said = live, language, list[str]()
        self.context = browser.new_context(
            base_url=live.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="zh-CN",
            has_touch=phone,
            accept_downloads=True,
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.page = self.watched(self.context.new_page())

    def watched(self, page: Page) -> Page:
        """Note what a page complains of."""
        page.on("console", lambda said: self._note(said.type, said.text))
        page.on("pageerror", lambda error: self.said.append(f"{page.url} error: {error}"))
        return page

    def _note(self, kind: str, words: str) -> None:
        if kind in {"error", "warning"} and not EXPECTED.search(words):
            self.said.append(f"{self.page.url} {kind}: {words}")

    def words(self, template: str, **facts: object) -> str:
        """Return a sentence of the product as this person reads it."""
        return Message(template, facts).text(translator(self.language, TRANSLATIONS))

    def sign_in(self, staff_no: str) -> None:
        """Sign in as somebody of the demonstration, by one press, and read in the language of this visit."""
        self.open("/login")
        self.page.locator(f'button[name="staff_no"][value="{staff_no}"]').click()
        self.page.wait_for_url(lambda address: "/login" not in address)
        other = self.page.locator(f'.jh-top .jh-tool[name="language"][value="{self.language.value}"]')
        if other.count():  # the account keeps what an earlier visit chose; the button offers the other language alone
            with self.page.expect_navigation():
                other.click()

    def open(self, path: str) -> Response:
        """Go to an address of the site, and wait until its scripts listen: a key or a click before that is a page."""
        answer = self.page.goto(path)
        assert answer is not None, path
        self.page.locator(LISTENING).wait_for(state="attached")
        return answer

    def button(self, template: str, **facts: object) -> Locator:
        """Return the button with these words."""
        return self.page.get_by_role("button", name=self.words(template, **facts), exact=True)

    def link(self, template: str, **facts: object) -> Locator:
        """Return the link with these words."""
        return self.page.get_by_role("link", name=self.words(template, **facts), exact=True)

    def press(self, template: str, **facts: object) -> None:
        """Press the button with these words and wait for the next page."""
        self.button(template, **facts).click()
        self.page.wait_for_load_state()

    def follow(self, template: str, **facts: object) -> None:
        """Follow the first link with these words."""
        self.link(template, **facts).first.click()
        self.page.wait_for_load_state()

    def agree(self) -> None:
        """Say yes to the question of the page."""
        self.page.locator("#jh-confirm [data-yes]").click()
        self.page.wait_for_load_state()

    def shows(self, template: str, **facts: object) -> None:
        """Wait until a sentence stands on the page; as a title it stands without its full stop."""
        self.page.get_by_text(self.words(template, **facts).rstrip("。.")).first.wait_for()

    def tell(self) -> None:
        """Print what this person sees: the last words before a test failed."""
        shown = self.page.locator("body").inner_text()
        sys.stderr.write(f"\n--- {self.page.url}\n{' '.join(shown.split())[:1500]}\n{self.said}\n")

    def leave(self) -> None:
        """Close the browser of this person; pages must not have complained."""
        self.context.close()
        assert not self.said, self.said

    @contextmanager
    def second_tab(self) -> Iterator[Page]:
        """Open another tab of the same person."""
        page = self.watched(self.context.new_page())
        yield page
        page.close()
