"""Headers on every answer, and error pages that help and tell nothing of the inside."""

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any, NoReturn

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.config import Config
from app.factory import LARGEST_REQUEST, create_app
from core.logs import line_formatter
from tests.integration.permissions.cast import ANONYMOUS
from tests.integration.permissions.expected import rows
from tests.integration.permissions.walk import ask, filled, steps
from tests.integration.permissions.world import World
from tests.support.people import token_of

INSIDE = re.compile(
    r"Traceback|File \"|/work/|site-packages|\.py\b|sqlalchemy|sqlite3?|psycopg|werkzeug|flask|jinja"
    r"|(?-i:SELECT |INSERT |UPDATE )"
    r"|Python/|waitress/|line \d+, in|0x[0-9a-f]{6,}",
    re.IGNORECASE,
)
WANTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NEEDED_DIRECTIVES = ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
LARGE = LARGEST_REQUEST + 1


def missing(answer: TestResponse, *, kept: bool = False) -> list[str]:
    """Return what an answer's headers lack; only static files may be kept by a browser."""
    headers = answer.headers
    policy = headers.get("Content-Security-Policy", "")
    found = [name for name, value in WANTED.items() if headers.get(name) != value]
    found += [f"csp: {part}" for part in NEEDED_DIRECTIVES if part not in policy and "sandbox" not in policy]
    found += [f"csp: {word}" for word in ("unsafe-", " *", "http:") if word in policy]
    found += [f"banner: {name}" for name in ("X-Powered-By", "Server") if name in headers]
    if not kept and not re.search(r"no-store|private, no-cache", headers.get("Cache-Control", "")):
        found.append(f"Cache-Control: {headers.get('Cache-Control')}")
    for cookie in headers.getlist("Set-Cookie"):
        found += [
            f"cookie without {flag}: {cookie}" for flag in ("HttpOnly", "SameSite=Lax", "Path=/") if flag not in cookie
        ]
    return found


def test_every_answer_of_the_walk_carries_its_headers(world: World) -> None:
    world.at("in_review", fresh=True)
    for row in rows():
        for who in (ANONYMOUS, "district_hr", "teacher"):
            step = next((step for step in steps(world, row) if step.who == who and step.method in row.methods), None)
            if step is not None:
                answer = ask(world, step, filled(world, step) if step.method == "POST" else {})
                assert missing(answer) == [], str(step)
                world.at("in_review")


@pytest.mark.parametrize(
    "path", ["/static/0/css/tokens.css", "/static/0/no-such-file.css", "/no-such-address", "/health"]
)
def test_files_and_what_is_not_there_carry_them_too(world: World, path: str) -> None:
    world.at("in_review")
    answer = world.client(ANONYMOUS).get(path, follow_redirects=True, buffered=True)
    answer.close()
    assert missing(answer, kept=path.startswith("/static")) == []


@pytest.fixture(scope="module")
def strict(world: World) -> Flask:
    """The same site as it runs behind TLS, tokens and failures as in the field."""
    world.at("in_review", fresh=True)
    settings: dict[str, Any] = {**world.config.__dict__, "tls": True, "testing": False, "trusted_hosts": ("localhost",)}
    return create_app(Config(**settings))


def test_behind_tls_cookies_are_bound_to_the_host_and_the_site_to_tls(strict: Flask) -> None:
    answer = strict.test_client().get("/login", base_url="https://localhost")
    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-"), cookie
        assert "Secure" in cookie, cookie
        assert "Domain" not in cookie, cookie
    assert "max-age=31536000; includeSubDomains" in answer.headers["Strict-Transport-Security"]


def test_another_host_is_not_served(strict: Flask) -> None:
    answer = strict.test_client().get("/login", base_url="https://elsewhere.example")
    assert answer.status_code == 400
    assert "elsewhere" not in answer.headers.get("Location", "")


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What the site writes into its log meanwhile."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(line_formatter())
    logger = logging.getLogger("junheng")
    logger.addHandler(handler)
    yield stream
    logger.removeHandler(handler)


def refusals(world: World) -> Iterator[tuple[int, TestResponse]]:
    """Yield an answer of every kind of refusal, with the code it must have."""
    world.app.config["WTF_CSRF_ENABLED"] = True
    hr, teacher = world.client("district_hr"), world.client("teacher")
    token = token_of(hr.get("/account"))
    file = f"/teachers/{world.ids['teacher:colleague']}"
    try:
        yield 400, hr.post(f"{file}/edit", data={"name": "无令牌"})
        yield 404, hr.get("/teachers/999999")
        yield 404, hr.get("/teachers/99999999999999999999999")
        yield 404, hr.get("/teachers/%00")
        yield 404, teacher.get("/audit")
        yield 405, hr.get(f"{file}/unmask")
        yield 405, hr.open("/desk", method="PATCH", headers={"X-CSRFToken": token})
        too_much = {"CONTENT_LENGTH": str(LARGE)}
        yield 413, hr.post("/imports/teachers", headers={"X-CSRFToken": token}, environ_overrides=too_much)
        edited = {"csrf_token": token, "version": "99", "reason": "调离"}
        yield 409, hr.post(f"{file}/leave", data=edited)
        yield 422, hr.post("/schools/new", data={"csrf_token": token, "name": ""})
        yield 422, hr.post("/imports/teachers", data={"csrf_token": token})
    finally:
        world.app.config["WTF_CSRF_ENABLED"] = False


def test_refusals_help_and_tell_nothing_of_the_inside(world: World) -> None:
    world.at("in_review", fresh=True)
    for code, answer in refusals(world):
        assert answer.status_code == code, answer.request.path
        assert found_inside(answer) == [], (code, answer.request.path)
        assert missing(answer) == [], (code, answer.request.path)
        assert "<h1" in answer.text
    assert not world.was_written()


def test_a_failure_tells_a_number_that_is_in_the_log(
    world: World, monkeypatch: pytest.MonkeyPatch, logged: io.StringIO
) -> None:
    world.at("in_review", fresh=True)
    monkeypatch.setitem(world.app.config, "PROPAGATE_EXCEPTIONS", False)

    def broken(*_: object, **__: object) -> NoReturn:
        raise RuntimeError("SELECT secret FROM /work/main/secret.py of 110101198503140022")

    monkeypatch.setattr("teachers.views.teacher_list.teacher_wish", broken)
    answer = world.client("district_hr").get("/teachers")
    assert answer.status_code == 500
    assert found_inside(answer) == []
    assert missing(answer) == []
    number = re.search(r"(?<![0-9a-z/])[0-9a-f]{8}(?![0-9a-z])", answer.text.split("jh-ref")[1])
    assert number is not None
    lines = [json.loads(line) for line in logged.getvalue().splitlines()]
    told = [line for line in lines if line.get("reference") == number.group()]
    assert told, logged.getvalue()
    assert "Traceback" in json.dumps(told)
    assert "110101198503140022" not in logged.getvalue()


def test_a_failing_write_leaves_nothing_behind(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.at("in_review", fresh=True)
    monkeypatch.setitem(world.app.config, "PROPAGATE_EXCEPTIONS", False)
    step = next(step for row in rows() if row.name == "teachers.edit" for step in steps(world, row) if step.allowed)
    sent = filled(world, step)

    def broken(*_: object) -> NoReturn:
        raise RuntimeError("between the change and its commit")

    monkeypatch.setattr("core.audit._digest", broken)
    answer = world.browser(step.who).post(step.path, data=sent)
    assert answer.status_code == 500
    assert found_inside(answer) == []
    assert not world.was_written()


def found_inside(answer: TestResponse) -> list[str]:
    """Return what an answer tells of the program behind it; addresses of its own files are no secret."""
    text = re.sub(r'(?:href|src|action|content)="[^"]*"', "", answer.text)
    return INSIDE.findall(text)
