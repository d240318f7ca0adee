"""The application factory: settings in, a Flask site out; it refuses to start unsafe or incomplete."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, g
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map, ValidationError

from accounts import guards, sessions
from accounts.identity import Identity, current_identity
from accounts.permissions import Permission
from app import errors, navigation
from app.config import Config
from app.home_parts import HOME_PARTS
from app.operations import trail_words
from app.registry import BLUEPRINTS, JOB_HANDLERS
from core import crypto, jobs, logs, notices
from core.clock import instant
from core.crypto import Keyring
from core.db import db, reading
from core.files import LARGEST, MEBIBYTE, MOST_AT_ONCE
from core.paths import STATIC, TEMPLATES
from core.sheets.reader import Reader
from core.web import assets, incoming, language, pages, security, trail
from policy.messages import Message, listed, say
from rotation import queries as rotation_queries
from teachers.queries import district_name

LARGEST_FORM = 2 * MEBIBYTE
LARGEST_REQUEST = MOST_AT_ONCE * LARGEST + 7 * LARGEST_FORM
"""All files a form may announce, and room to say which of them is too large on the same form, its text kept."""
MOST_PARTS = 5_000
LARGEST_NUMBER = 2**31 - 1
CONNECTIONS = 16
"""Kept open; as many again under load: each request and its after-commit work need one at a time."""


class RecordNumber(IntegerConverter):
    """A record's number in an address; one the database could not even hold is nobody's."""

    def __init__(self, map: Map, *args: Any, **limits: Any) -> None:
        super().__init__(map, *args, **{"max": LARGEST_NUMBER, **limits})

    def to_python(self, value: str) -> Any:
        """Return the number; thousands of digits are not even read."""
        if len(value) > len(str(LARGEST_NUMBER)):
            raise ValidationError
        return super().to_python(value)


def create_app(config: Config | None = None) -> Flask:
    """Build the site.

    Raises `Misconfigured` where the installation is unsafe or an endpoint has no guard.
    """
    settings = config or Config.from_env()
    crypto.use(Keyring.load(settings.keys_file))
    app = Flask("app", template_folder=str(TEMPLATES), static_folder=None)
    app.config.update(flask_settings(settings))
    app.extensions["junheng"] = settings
    app.url_map.converters["int"] = RecordNumber
    app.extensions["junheng.home_parts"] = HOME_PARTS
    app.extensions["junheng.reader"] = Reader(settings.reading)
    db.init_app(app)
    CSRFProtect(app)
    security.protect(app, tls=settings.tls)
    sessions.bind(app, secure=settings.tls, demo=settings.demo, demo_accounts=settings.demo_accounts)
    incoming.sweep(app)
    assets.bind(app, STATIC)
    prepare_templates(app, settings)
    logs.follow_requests(app)
    errors.register(app)
    jobs.bind(app, JOB_HANDLERS)
    trail.install(app, trail_words.speak)
    if settings.inline_jobs:
        jobs.run_in_place(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    guards.refuse_undeclared(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def flask_settings(settings: Config) -> Mapping[str, Any]:
    """Return what Flask and its extensions read."""
    pool = {"pool_size": CONNECTIONS, "max_overflow": CONNECTIONS, "pool_pre_ping": not settings.is_sqlite}
    return {
        "SECRET_KEY": settings.secret_key,
        "TESTING": settings.testing,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": pool,
        "SQLALCHEMY_RECORD_QUERIES": False,
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": LARGEST_FORM,
        "MAX_FORM_PARTS": MOST_PARTS,
        "TRUSTED_HOSTS": list(settings.trusted_hosts) or None,
        "WTF_CSRF_TIME_LIMIT": None,
        "TEMPLATES_AUTO_RELOAD": False,
    }


def prepare_templates(app: Flask, settings: Config) -> None:
    """Give the templates their words: undefined names stop, messages translate themselves."""
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.finalize = lambda value: language.text(value) if isinstance(value, Message) else value
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals.update(_=language.sentence, asset=assets.address, filtered=pages.filtered)
    environment.globals["file_limits"] = {"megabytes": LARGEST // MEBIBYTE, "count": MOST_AT_ONCE}
    environment.filters.update(
        t=language.text,
        listed=listed,
        source=language.source,
        date=language.day,
        days=language.days,
        deadline=language.deadline,
        datetime=language.moment,
        month=language.month,
        number=language.number,
        decimal=language.number,
        tenths=language.tenths,
        fte=language.hundredths,
    )

    @app.context_processor
    def surroundings() -> dict[str, Any]:
        """Return what the layout shows around every page; an error page does without the database."""
        identity = None if g.get("failing") else current_identity()
        return {
            "reader": language.reader(),
            "identity": identity,
            "now": instant(),
            "navigation": navigation.menu(identity) if identity else (),
            "tabbar": navigation.tabs(identity) if identity else (),
            "links": navigation.links(identity),
            "search_url": navigation.search_address(identity),
            "unread": notices.unread(reading(), identity.user_id) if identity else 0,
            "demo": settings.demo,
            "district_name": (not g.get("failing") and district_name(reading())) or settings.district_name,
            "cycle_label": _cycle_label(identity),
            "own_address": navigation.own_address(),
        }


def _cycle_label(identity: Identity | None) -> str:
    """Return the name of the cycle that leads, and how many run beside it, for those who may know of them."""
    if identity is None or not identity.may(Permission.CYCLE_READ):
        return ""
    first, *others = [cycle.name for cycle in rotation_queries.open_cycles(reading())] or [""]
    return language.text(say("{cycle} and {count} more", cycle=first, count=len(others))) if others else first
