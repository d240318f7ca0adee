"""Control characters in addresses, forms and file names never reach the database, whichever it is."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from core.paths import ROOT
from core.web.security import SAFE_METHODS
from tests.integration.permissions.cast import TOKEN_COOKIE
from tests.integration.permissions.expected import rows
from tests.integration.permissions.walk import steps
from tests.integration.permissions.world import World
from tests.integration.security.arena import Arena, arena
from tests.support.postgres import kinds

NAMES = re.compile(r"""(?:args\.|\b)(?:get|getlist|wanted|flag|number|text)\(\s*["']([a-z_]+)["']""")
FIELDS = re.compile(r"""<(?:input|select)[^>]*\bname="([a-z_]+)\"""")
PACKAGES = ("accounts", "app", "core", "rotation", "teachers", "training")
ODD = "a\x00b\x01\x1b\x7f\x85"
FAILED = 500


@pytest.fixture(scope="module", params=kinds())
def site(request: pytest.FixtureRequest, world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """A site in the middle of a year, on a database of each kind."""
    with arena(world, "in_review", str(request.param), tmp_path_factory.mktemp("controls")) as made:
        yield made


def browser(site: Arena, who: str) -> FlaskClient:
    """Return the browser of somebody of the cast."""
    client = site.app.test_client()
    client.set_cookie(TOKEN_COOKIE, site.world.players[who].token)
    return client


def names_in_views() -> set[str]:
    """Return every name a view looks for in an address, and more."""
    files = (file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
    return {name for file in files for name in NAMES.findall(Path(file).read_text(encoding="utf-8"))}


def lists(world: World, who: str) -> list[str]:
    """Return the addresses of all lists somebody may open: pages about no single record."""
    world.at("in_review")
    readable = [row for row in rows() if set(row.methods) & SAFE_METHODS]
    paths = dict.fromkeys(step.path for row in readable for step in steps(world, row) if step.lets_read(who))
    return [path for path in paths if not re.search(r"[0-9]|/new|/export|/template|/help", path)]


@pytest.mark.parametrize("who", ["district_hr", "clerk", "sysadmin"])
def test_no_argument_of_any_list_breaks_it(site: Arena, who: str) -> None:
    """Each list is asked for everything a view looks for at once, then for each of its own filters alone."""
    names, visitor = sorted(names_in_views()), browser(site, who)
    assert {"q", "subject", "kind", "sort"} <= set(names)
    paths, failed, asked = lists(site.world, who), [], set()
    for path in paths:
        own = sorted(set(FIELDS.findall(visitor.get(path).text)) - {"csrf_token"})
        asked |= set(own)
        for query in (names, *([name] for name in own)):
            answer = visitor.get(f"{path}?{'&'.join(f'{name}={quote(ODD)}' for name in query)}")
            answer.close()
            if answer.status_code >= FAILED:
                failed.append((path, query))
    assert failed == []
    assert "q" in asked, "no list was asked"


def test_a_visitor_who_types_them_is_told_as_everybody(site: Arena) -> None:
    answer = site.app.test_client().post("/login", data={"staff_no": "a\x00b", "password": "p\x00q"})
    assert answer.status_code < FAILED
    assert "工号或密码不正确" in answer.text


@pytest.mark.parametrize("path", ["/my/hours/1/files/%00/delete", "/imports/%00", "/people/1/roles/%00/take"])
def test_a_path_with_one_is_nobodys(site: Arena, path: str) -> None:
    for who in ("teacher", "district_hr", "sysadmin"):
        for method in ("GET", "POST"):
            assert browser(site, who).open(path, method=method).status_code == 404


def test_a_file_name_with_one_is_kept_without_it(site: Arena) -> None:
    sent = {"file": (io.BytesIO("校区编号\n1\n".encode()), "a\x00b\x07.csv")}
    answer = browser(site, "district_hr").post("/imports/schools", data=sent, content_type="multipart/form-data")
    assert answer.status_code < FAILED


def test_texts_keep_their_lines_and_lose_what_cannot_be_seen(site: Arena) -> None:
    with site.app.test_request_context(
        "/?q=a%09b%00%0a", method="POST", data={"reason": "一\r\n二\x00\x0b三\t四"}
    ) as made:
        assert made.request.args["q"] == "a b "
        assert made.request.form["reason"] == "一\r\n二三\t四"
