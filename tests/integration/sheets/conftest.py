from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from accounts.models import User
from app.tables import METADATA
from core import crypto
from core.clock import instant
from core.crypto import Keyring
from tests.integration.sheets.register import PERSON
from tests.support import postgres


@pytest.fixture(params=postgres.kinds())
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    crypto.use(Keyring.make())
    engine = create_engine(postgres.database_url(request.param, tmp_path))
    prepare(engine)
    yield engine
    engine.dispose()


def prepare(engine: Engine) -> None:
    METADATA.create_all(engine)
    PERSON.metadata.create_all(engine)
    with Session(engine) as tx:
        tx.add_all([User(id=each, staff_no=f"C{each}", name="clerk", opened_at=instant()) for each in (1, 2)])
        tx.commit()
