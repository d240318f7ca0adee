"""The demo district, written and read once for all tests."""

from pathlib import Path

import pytest

from app.demo.write import generate
from optimizer.tables.reading import ReadResult, read


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "district"
    generate(folder)
    return folder


@pytest.fixture(scope="session")
def demo(demo_folder: Path) -> ReadResult:
    return read(demo_folder)
