"""The web server: waitress with limits, the courier of its commits, and a worker beside it that is kept alive."""

import logging
import signal
import socket
import sys
import threading
import time
from types import FrameType

import waitress
from flask import Flask
from waitress.server import BaseWSGIServer, MultiSocketServer

from app import database
from app.config import Config
from app.factory import LARGEST_REQUEST, create_app
from app.refusing import Channel, pages
from core.db import db
from core.errors import Invalid
from core.files import MEBIBYTE
from core.jobs.child import Child
from core.jobs.courier import Courier
from core.jobs.wakeup import Wakeup
from policy.messages import say

CONNECTIONS, THREADS = 500, 8
LARGEST_BODY, LARGEST_HEAD = LARGEST_REQUEST + MEBIBYTE, 64 * 1024
IDLE_SECONDS = 60
ENDING_SECONDS, PAUSE_SECONDS = 15.0, 2.0
log = logging.getLogger("junheng.web")


class Server:
    """One server process; it listens from the moment it is made."""

    def __init__(self, config: Config, host: str, port: int) -> None:
        self._config = config
        self._app = create_app(config)
        with self._app.app_context():
            database.require_newest(db.engine)
        self._server = _listen(config, self._app, host, port)
        shown = f"[{host}]" if ":" in host else host
        self.address = f"{'https' if config.tls else 'http'}" + f"://{shown}:{port}/"

    def run(self, *, with_worker: bool) -> None:
        """Serve until SIGTERM or Ctrl+C."""
        wakeup = Wakeup(self._config.database_url, self._config.instance)
        courier = Courier(self._app, wakeup)
        courier.start()
        companion = Companion() if with_worker else None
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _leave)
        log.info("serving", extra={"address": self.address, "worker": with_worker})
        try:
            self._server.run()
        finally:
            self._server.close()
            if companion is not None:
                companion.stop()
            courier.stop()
            wakeup.close()
            log.info("ended")


class Companion:
    """The worker process beside a server: started again when it dies, ended with the server."""

    def __init__(self) -> None:
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="companion", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the worker; what it was doing goes back to the queue."""
        self._ending.set()
        self._thread.join()

    def _keep(self) -> None:
        while not self._ending.is_set():
            child = Child([sys.executable, "-m", "app.worker", "beside-server"])
            while child.ended() is None and not self._ending.wait(PAUSE_SECONDS / 10):
                pass
            if not self._ending.is_set():
                log.error("the worker beside the server ended", extra={"code": child.ended()})
            self._end(child)
            self._ending.wait(PAUSE_SECONDS)

    def _end(self, child: Child) -> None:
        """Let go of the pipe, which asks the worker to end; by force when it does not."""
        child.close()
        deadline = time.monotonic() + ENDING_SECONDS
        while child.ended() is None and time.monotonic() < deadline:
            time.sleep(0.1)
        child.kill()


def _listen(config: Config, app: Flask, host: str, port: int) -> BaseWSGIServer | MultiSocketServer:
    """Return a server that has its port.

    Raises `Invalid` where the port is taken or the address is not this machine's.
    """
    sockets: dict[int, object] = {}
    try:
        server = waitress.create_server(
            app,
            map=sockets,
            host=host,
            port=port,
            threads=THREADS,
            connection_limit=CONNECTIONS,
            channel_timeout=IDLE_SECONDS,
            max_request_body_size=LARGEST_BODY,
            max_request_header_size=LARGEST_HEAD,
            clear_untrusted_proxy_headers=not config.trusted_proxies,
            ident=None,
        )
    except (OSError, socket.gaierror, ValueError) as error:
        raise Invalid(
            say("Nothing can listen on {host}:{port} ({reason}).", host=host, port=port, reason=error),
            say("Choose another port with --port, or stop what uses this one."),
        ) from error
    refusals = pages(app)
    for listener in sockets.values():
        if isinstance(listener, BaseWSGIServer):
            listener.channel_class, listener.refusals = Channel, refusals
    return server


def _leave(_number: int, _frame: FrameType | None) -> None:
    """End the server's loop."""
    raise SystemExit(0)
