"""Files that mean harm, or come from the wrong program: made here, so that no such thing lies in the repository."""

from tests.unit.core.sheets import corpus, hostile_archives, hostile_programs, hostile_sheets

PARTS = (hostile_archives, hostile_sheets, hostile_programs)
CASES = corpus.CASES
"""Every case by its name; importing the parts is what fills it."""
