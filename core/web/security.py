"""Headers of every answer and the second look at every unsafe request: who sent it must be this site itself."""

from urllib.parse import urlsplit

from flask import Flask, Response, request

from core.errors import NotAllowed

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
YEAR_SECONDS = 31_536_000


def protect(app: Flask, *, tls: bool) -> None:
    """Put the headers on every answer and refuse unsafe requests from elsewhere."""

    @app.before_request
    def refuse_foreign() -> None:
        """Refuse an unsafe request whose Origin (or Fetch metadata) names another site."""
        if request.method in SAFE_METHODS:
            return
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != request.host:
            raise NotAllowed
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
            raise NotAllowed

    @app.after_request
    def add_headers(response: Response) -> Response:
        """Say what a page may do, and that it is nobody else's to keep."""
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "geolocation=(), microphone=(), payment=(), usb=()"
        if request.endpoint != "static":
            headers.setdefault("Cache-Control", "no-store")
        if tls:
            headers["Strict-Transport-Security"] = f"max-age={YEAR_SECONDS}; includeSubDomains"
        return response
