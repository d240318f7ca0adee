"""A request that is under way while the test does something else."""

import io
import threading

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core.clock import travel_to
from tests.integration.teachers.conftest import NOW


class Pressing(threading.Thread):
    """A request of somebody else, under way."""

    def __init__(self, browser: FlaskClient, address: str, data: bytes = b"") -> None:
        super().__init__()
        self._browser, self._address, self._data = browser, address, data
        self.answer: TestResponse | None = None
        self.start()

    def run(self) -> None:
        """Send it on the day of the test."""
        sent = {"file": (io.BytesIO(self._data), "名单.xlsx")} if self._data else {}
        with travel_to(NOW):
            self.answer = self._browser.post(self._address, data=sent)

    @property
    def status(self) -> int:
        """How it was answered, in the end."""
        self.join(60)
        assert self.answer is not None
        return self.answer.status_code
