import re
from pathlib import Path

from policy.catalogue import parameters
from policy.page import page
from policy.page_text import GROUPS, INTRODUCTION
from policy.registry import read_policy

COMMITTED = Path(__file__).parents[3] / "docs" / "policy.md"


def test_committed_page_is_current() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == page(), "run: python -m policy.page > docs/policy.md"


def test_every_key_and_every_source_is_on_the_page() -> None:
    text = page()
    for key, parameter in parameters().items():
        entry = key.removeprefix(f"{parameter.record}.")
        assert f"`{key}`" in text or (f"`{parameter.record}`" in text and f"| `{entry}` |" in text), key
        assert all(version.source in text for version in parameter.versions), key


def test_every_group_has_its_heading() -> None:
    assert list(dict.fromkeys(key.split(".")[0] for key in parameters())) == list(GROUPS)


def test_what_is_not_confirmed_is_listed() -> None:
    listed = page().partition("## Not confirmed")[2].partition("## Confidence")[0]
    assert "`publicity.working_days` = 5" in listed
    assert "rotation.min_rate_percent" not in listed


def test_example_of_the_page_is_a_sound_policy() -> None:
    example = re.search(r"```toml\n(.*?)```", INTRODUCTION, re.DOTALL)
    assert example is not None
    policy, faults, warnings = read_policy(example[1])
    assert policy is not None
    assert not faults
    assert not warnings


def test_rows_have_as_many_cells_as_their_heads() -> None:
    for block in re.findall(r"(?:^\|.*\n)+", page(), re.MULTILINE):
        assert len({line.count(" | ") for line in block.splitlines()}) == 1, block
