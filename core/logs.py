"""Logs as JSON lines: UTC, one event a line, with the request or the job it belongs to, and no personal numbers.

Everything goes through the standard `logging`; structlog writes the lines. Only the configuration is here.
"""

import logging
import re
import secrets
import sys
import time
from collections.abc import MutableMapping
from logging.handlers import TimedRotatingFileHandler
from pathlib import Path
from typing import Any, TextIO

import structlog
from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars

KEPT_DAYS = 190
"""Logs of security events are kept for more than half a year."""

REQUEST_HEADER = "X-Request-Id"
_NUMBERS = re.compile(r"(?<![0-9A-Za-z])(\d{6})\d{8}(\d{3}[\dXx])(?![0-9A-Za-z])|(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)")
_LINE_ENDS = {ord(mark): f"\\u{ord(mark):04x}" for mark in "\x85\u2028\u2029"}
_QUIET = ("huey", "alembic", "waitress.queue", "sqlalchemy")
log = logging.getLogger("junheng.web")

Event = MutableMapping[str, Any]


def configure(*, file: Path | None = None, stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """Send every log line of this process to a stream and, where one is given, to a file that is kept half a year."""
    handlers: list[logging.Handler] = [logging.StreamHandler(stream or sys.stderr)]
    if file is not None:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handlers.append(TimedRotatingFileHandler(file, when="midnight", backupCount=KEPT_DAYS, utc=True, delay=True))
    formatter = line_formatter()
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
        old.close()
    for handler in handlers:
        handler.setFormatter(formatter)
        root.addHandler(handler)
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)


def line_formatter() -> logging.Formatter:
    """Return what makes one JSON line of a log record."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _without_personal_numbers,
            structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=True),
            _on_one_line,
        ],
    )


def follow_requests(app: Flask) -> None:
    """Give every request an id, put it into its log lines and its answer, and write one line when it is over."""

    @app.before_request
    def begin() -> None:
        clear_contextvars()
        g.request_id, g.began = secrets.token_hex(8), time.monotonic()
        bind_contextvars(request=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        response.headers[REQUEST_HEADER] = g.get("request_id", "")
        if request.endpoint != "static":
            log.info("request", extra=_facts(response))
        return response


def _facts(response: Response) -> dict[str, object]:
    """Return what is worth knowing of a request; the query string is not: people search for names."""
    identity = g.get("identity")
    return {
        "method": request.method,
        "path": request.path,
        "endpoint": request.endpoint,
        "status": response.status_code,
        "milliseconds": round((time.monotonic() - g.get("began", time.monotonic())) * 1000),
        "user": identity.user_id if identity else None,
        "address": request.remote_addr,
    }


def _without_personal_numbers(_logger: object, _name: str, event: Event) -> Event:
    """Mask whatever looks like an ID number or a mobile phone, wherever it stands."""
    return {name: _masked(value) for name, value in event.items()}


def _masked(value: object) -> object:
    if isinstance(value, str):
        return _NUMBERS.sub(_stars, value)
    if isinstance(value, dict):
        return {name: _masked(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(item) for item in value]
    return value


def _stars(match: re.Match[str]) -> str:
    head, tail = (match[1], match[2]) if match[1] else (match[3], match[4])
    return head + "*" * (len(match[0]) - len(head) - len(tail)) + tail


def _on_one_line(_logger: object, _name: str, line: Any) -> str:
    """Escape what some readers take for the end of a line though JSON does not."""
    return str(line).translate(_LINE_ENDS)
