"""Static files under addresses that change with their content, so that browsers may keep them for good.

All files share one fingerprint in the path (`/static/<fingerprint>/css/site.css`): what a style sheet or a script
module refers to by a relative address is then versioned with it.
"""

import hashlib
from pathlib import Path

from flask import Flask, Response, current_app, request, send_from_directory, url_for

ENDPOINT = "static"
FOREVER = "public, max-age=31536000, immutable"
"""For an address with the present fingerprint: what it names never changes."""

BRIEFLY = "public, max-age=60"
"""For the address of a page from before an update: it gets the present file, but not for long."""

_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
"""Named here because a Windows registry may call a script plain text, and browsers then refuse it."""

_LENGTH = 12
_PACKED = ".gz"
_VERSION = "JUNHENG_STATIC_VERSION"


def fingerprint(folder: Path) -> str:
    """Return a short digest over the names and contents of all files below a folder."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(file.relative_to(folder).as_posix().encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:_LENGTH]


def bind(app: Flask, folder: Path) -> None:
    """Serve a folder of static files; the application is made with `static_folder=None`."""
    version = fingerprint(folder)
    smaller = {path.relative_to(folder).as_posix().removesuffix(_PACKED) for path in folder.rglob("*" + _PACKED)}
    app.config[_VERSION] = version

    def send(version: str, name: str) -> Response:
        """Answer with a static file, packed where a packed form stands beside it and the browser takes it."""
        kind = _TYPES.get(Path(name).suffix.lower())
        packed = name in smaller and request.accept_encodings.quality("gzip") > 0
        response = send_from_directory(folder, name + _PACKED if packed else name, mimetype=kind)
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        if name in smaller:
            response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = FOREVER if version == app.config[_VERSION] else BRIEFLY
        return response

    app.add_url_rule("/static/<version>/<path:name>", ENDPOINT, send)


def address(name: str) -> str:
    """Return the address of a static file, such as `css/site.css`: the `asset` of the templates."""
    return url_for(ENDPOINT, version=current_app.config[_VERSION], name=name)
