import ast
from pathlib import Path

import policy

STRUCTURAL = {0, 1, 2, 12, 100}
"""Numbers that are no rule: indices, halves, months in a year, hundredths."""


def numbers(file: Path) -> set[int | float]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)
    }


def test_no_number_of_a_regulation_is_written_in_code() -> None:
    folder = Path(policy.__path__[0])
    found = {file.name: numbers(file) - STRUCTURAL for file in folder.rglob("*.py")}
    assert len(found) > 10
    assert not {name: strange for name, strange in found.items() if strange}
