"""At least sixty files that mean harm: each is refused quickly, with a sentence that says what and how to mend it."""

import resource
import time

import pytest

from core.sheets.faults import Refused
from core.sheets.reading import read
from tests.unit.core.sheets.corpus import GOOD, HEAD, ROW, part, sheet_of, with_entry
from tests.unit.core.sheets.hostile import CASES
from tests.unit.core.sheets.samples import PEOPLE

MOST_SECONDS = 5.0
MOST_KILOBYTES = 256 * 1024
ENOUGH = 60


def test_the_corpus_is_large_enough() -> None:
    assert len(CASES) >= ENOUGH


@pytest.mark.parametrize("data", [GOOD, sheet_of(HEAD + ROW), part("xl/media/x.bin", b"x"), with_entry("xl/x.xml")])
def test_the_files_the_corpus_is_made_from_are_taken(data: bytes) -> None:
    assert read(PEOPLE, "file.xlsx", data).rows


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_hostile_file_is_refused_with_a_sentence(name: str) -> None:
    file_name, data = CASES[name]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    with pytest.raises(Refused) as refusal:
        read(PEOPLE, file_name, data)
    assert time.process_time() - start <= MOST_SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before <= MOST_KILOBYTES
    assert str(refusal.value.message)
    assert str(refusal.value.remedy)
