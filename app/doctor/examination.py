"""The whole examination: every part is looked at, whatever another part has come to."""

from collections.abc import Callable, Iterator

from app.config import Config
from app.doctor import machine, people, store
from app.doctor.findings import Finding, bad
from app.factory import create_app
from core.db import db
from core.errors import Misconfigured
from policy.messages import say

Part = Callable[[Config], Iterator[Finding]]


def examine(config: Config) -> Iterator[Finding]:
    """Yield the findings, machine first."""
    yield from _part("machine", machine.look, config)
    try:
        app = create_app(config)
    except Misconfigured as error:
        cure = say("Mend what the line says, then run junheng doctor again.")
        yield bad("site", say("The site does not start: {reason}.", reason=error), cure)
        return
    with app.app_context():
        try:
            yield from _part("database", store.look, config)
            yield from _part("people", people.look, config)
        finally:
            db.session.remove()
            db.engine.dispose()


def _part(name: str, look: Part, config: Config) -> Iterator[Finding]:
    """Yield what one part finds; if it breaks off, say so and go on with the next."""
    try:
        yield from look(config)
    except Exception as error:  # noqa: BLE001 - the doctor must not die of what it finds
        facts = {"part": name, "kind": type(error).__name__, "text": str(error).splitlines()[0] if str(error) else ""}
        message = say("The examination of {part} broke off ({kind}: {text}).", **facts)
        yield bad(name, message, say("Mend the lines above first; then run junheng doctor again."))
