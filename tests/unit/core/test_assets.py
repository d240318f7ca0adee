"""Static addresses change with the content, are kept for good, and lead nowhere outside the folder."""

import gzip
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.web import assets


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of static files, and a file beside it that is nobody's business."""
    static = tmp_path / "static"
    (static / "js").mkdir(parents=True)
    (static / "js" / "main.js").write_text("export {};", encoding="utf-8")
    (static / "mark.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    return static


@pytest.fixture
def client(folder: Path) -> FlaskClient:
    """A client of a site that serves the folder."""
    app = Flask("app", static_folder=None)
    assets.bind(app, folder)
    return app.test_client()


def address(client: FlaskClient, name: str) -> str:
    """The address of a static file."""
    with client.application.test_request_context():
        return assets.address(name)


def test_fingerprint_follows_the_content(folder: Path) -> None:
    before = assets.fingerprint(folder)
    assert assets.fingerprint(folder) == before
    (folder / "mark.svg").write_text("<svg></svg>", encoding="utf-8")
    assert assets.fingerprint(folder) != before


def test_present_address_is_kept_for_good_and_an_old_one_briefly(client: FlaskClient) -> None:
    with client.get(address(client, "js/main.js")) as present:
        assert (present.status_code, present.headers["Cache-Control"]) == (200, assets.FOREVER)
    with client.get("/static/000000000000/js/main.js") as old:
        assert (old.status_code, old.headers["Cache-Control"]) == (200, assets.BRIEFLY)


def test_scripts_have_the_type_browsers_insist_on(client: FlaskClient) -> None:
    for name, expected in (("js/main.js", "text/javascript"), ("mark.svg", "image/svg+xml")):
        with client.get(address(client, name)) as answer:
            assert answer.mimetype == expected


def test_packed_form_is_sent_to_those_who_take_it(folder: Path) -> None:
    (folder / "js" / "main.js.gz").write_bytes(gzip.compress(b"export {};"))
    app = Flask("app", static_folder=None)
    assets.bind(app, folder)
    client = app.test_client()
    with client.get(address(client, "js/main.js"), headers={"Accept-Encoding": "gzip, br"}) as packed:
        assert (packed.headers["Content-Encoding"], packed.mimetype) == ("gzip", "text/javascript")
        assert gzip.decompress(packed.data) == b"export {};"
    with client.get(address(client, "js/main.js")) as plain:
        assert "Content-Encoding" not in plain.headers
        assert (plain.data, plain.headers["Vary"]) == (b"export {};", "Accept-Encoding")


@pytest.mark.parametrize("name", ["../secret.txt", "js/../../secret.txt", "%2e%2e/secret.txt", "missing.css"])
def test_nothing_outside_the_folder_is_found(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/x/{name}").status_code == 404
