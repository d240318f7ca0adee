import pytest
from sqlalchemy import func, select

from core import files
from core.audit import AuditEntry, Subject
from core.db import reading, transaction
from core.errors import Invalid
from core.files import Damaged, StoredFile
from core.uploads.kinds import Media
from tests.integration.training.people import Cast, photo


def stored(cast: Cast, key: int = 1, **options: object) -> StoredFile:
    with transaction() as tx:
        return files.store(tx, photo(), Subject.of("deferral", key), by=cast.clerk, **options)  # type: ignore[arg-type]


def test_a_file_is_kept_under_a_name_nobody_guesses_with_its_hash_on_record(cast: Cast) -> None:
    first, second = stored(cast), stored(cast)
    assert len(first.token) >= 32
    assert first.token != second.token
    assert (first.sha256, first.size, first.name) == (second.sha256, second.size, "结业证书.jpg")
    entry = reading().execute(select(AuditEntry).where(AuditEntry.event == "file.stored").limit(1)).scalar_one()
    assert (entry.subject_kind, entry.subject_key) == ("deferral", "1")
    assert entry.details["facts"]["sha256"] == first.sha256


def test_lists_of_files_leave_the_bytes_in_the_database(cast: Cast) -> None:
    stored(cast, 1), stored(cast, 2)
    tx = reading()
    tx.expunge_all()
    found = files.files_by_owner(tx, "deferral", [1, 2, 3])
    assert {key: len(rows) for key, rows in found.items()} == {"1": 1, "2": 1, "3": 0}
    assert all("data" not in row.__dict__ for rows in found.values() for row in rows)


def test_nobody_fills_the_database(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    size = stored(cast).size
    monkeypatch.setattr(files, "QUOTA", 2 * size)
    stored(cast)
    with pytest.raises(Invalid) as refusal:
        stored(cast, field="proof")
    assert refusal.value.field == "proof"
    with transaction() as tx:  # the limit is each person's own
        files.store(tx, photo(), Subject.of("deferral", 1), by=cast.hr)


def test_what_is_refused_leaves_nothing_behind(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 10)
    with pytest.raises(Invalid):
        stored(cast)
    assert reading().execute(select(func.count()).select_from(StoredFile)).scalar_one() == 0


def test_only_some_kinds_may_be_asked_for(cast: Cast) -> None:
    with pytest.raises(Invalid):
        stored(cast, allow=frozenset({Media.PDF}))


def test_bytes_that_changed_are_withheld(cast: Cast) -> None:
    file = stored(cast)
    with transaction() as tx:
        tx.get_one(StoredFile, file.id).data = b"something else"
    with pytest.raises(Damaged):
        files.response(reading().get_one(StoredFile, file.id))


def test_a_removed_file_stays_on_record(cast: Cast) -> None:
    file = stored(cast)
    with transaction() as tx:
        files.remove(tx, tx.get_one(StoredFile, file.id), by=cast.clerk)
    assert reading().execute(select(StoredFile.id)).all() == []
    events = reading().execute(select(AuditEntry.event).order_by(AuditEntry.seq)).scalars()
    assert list(events) == ["file.stored", "file.removed"]
