"""The courier of a web process: right after a commit it carries the outbox to the queue, so that jobs start at once."""

import logging
import threading

from flask import Flask

from core import outbox
from core.jobs.binding import binding_of
from core.jobs.claims import TOPIC
from core.jobs.wakeup import Wakeup

log = logging.getLogger("junheng.jobs")


class Courier:
    """A thread that delivers whenever it is woken."""

    def __init__(self, app: Flask, wakeup: Wakeup) -> None:
        self._app, self._wakeup = app, wakeup
        self._wanted, self._ended = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)

    def start(self) -> None:
        """Begin to deliver after every commit of the application that asks for it."""
        self._thread.start()
        binding_of(self._app).wake = self._wanted.set

    def stop(self) -> None:
        """Deliver what waits and end."""
        binding_of(self._app).wake = lambda: None
        self._ended.set()
        self._wanted.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.is_set():
            self._wanted.wait()
            self._wanted.clear()
            try:
                with self._app.app_context():
                    outbox.deliver({TOPIC: lambda payload: self._wakeup.send(int(payload["job"]))})
            except Exception:  # the worker's sweep delivers what the courier could not
                log.exception("delivery failed")
