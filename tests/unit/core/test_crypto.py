"""Sealed values open only in their place and with their key; equal values are found; masks hide what they should."""

from pathlib import Path

import pytest

from core.crypto import Keyring, mask_id_number, mask_phone
from core.errors import Misconfigured

NUMBER = "110101199001010015"


def test_what_was_sealed_opens_in_its_place() -> None:
    ring = Keyring.make()
    assert ring.open(ring.seal(NUMBER, "teacher.id_number.a"), "teacher.id_number.a") == NUMBER


def test_a_sealed_value_copied_to_another_row_does_not_open() -> None:
    ring = Keyring.make()
    sealed = ring.seal(NUMBER, "teacher.id_number.a")
    with pytest.raises(Misconfigured):
        ring.open(sealed, "teacher.id_number.b")


def test_another_key_does_not_open() -> None:
    sealed = Keyring.make().seal(NUMBER, "p")
    with pytest.raises(Misconfigured):
        Keyring.make().open(sealed, "p")


def test_two_seals_of_one_value_differ_but_their_index_is_equal() -> None:
    ring = Keyring.make()
    assert ring.seal(NUMBER, "p") != ring.seal(NUMBER, "p")
    assert ring.index(NUMBER, "c") == ring.index(NUMBER, "c")
    assert ring.index(NUMBER, "c") != ring.index(NUMBER, "d")


def test_sealed_text_does_not_contain_the_value() -> None:
    assert NUMBER not in Keyring.make().seal(NUMBER, "p")


def test_the_key_file_is_private_and_reads_back(tmp_path: Path) -> None:
    ring, file = Keyring.make(), tmp_path / "keys.json"
    ring.save(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert Keyring.load(file) == ring


def test_an_existing_key_file_is_never_replaced(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    Keyring.make().save(file)
    with pytest.raises(FileExistsError):
        Keyring.make().save(file)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"current": "k1", "keys": {"k1": "AAAA"}, "index": "AAAA"}'])
def test_a_damaged_key_file_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "keys.json"
    file.write_text(content, encoding="ascii")
    with pytest.raises(Misconfigured):
        Keyring.load(file)


def test_a_missing_key_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="missing"):
        Keyring.load(tmp_path / "keys.json")


def test_masks_keep_only_the_ends() -> None:
    assert mask_id_number(NUMBER) == "110101********0015"
    assert mask_phone("13800138000") == "138****8000"
    assert mask_phone("123") == "***"
