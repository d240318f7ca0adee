import os
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po

from core.i18n import Language, language_of, translator
from core.paths import TRANSLATIONS


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, Language.CHINESE),
        ({"LANG": "C"}, Language.CHINESE),
        ({"LANG": "zh_CN.UTF-8"}, Language.CHINESE),
        ({"LANG": "en_US.UTF-8"}, Language.ENGLISH),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, Language.CHINESE),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "", "LC_MESSAGES": "en_GB"}, Language.ENGLISH),
        ({"LANG": "zh_CN.UTF-8", "JUNHENG_LANG": "en"}, Language.ENGLISH),
    ],
)
def test_the_environment_names_the_language_and_chinese_is_the_default(
    environment: dict[str, str], language: Language
) -> None:
    assert language_of(environment) is language


def test_english_is_what_the_templates_are_written_in(tmp_path: Path) -> None:
    assert translator(Language.ENGLISH, tmp_path)("Burden") == "Burden"


def test_the_shipped_catalogue_speaks_chinese() -> None:
    assert translator(Language.CHINESE, TRANSLATIONS)("mountain") == "山区"


def catalogue(folder: Path, chinese: str, *, compiled: bool) -> Path:
    messages = Catalog(locale="zh_Hans_CN")
    messages.add("Burden", chinese)
    path = folder / "zh_Hans_CN" / "LC_MESSAGES" / ("messages.mo" if compiled else "messages.po")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_mo(file, messages) if compiled else write_po(file, messages)
    return path


def test_a_catalogue_that_was_not_compiled_is_read_from_its_source(tmp_path: Path) -> None:
    catalogue(tmp_path, "负担", compiled=False)
    assert translator(Language.CHINESE, tmp_path)("Burden") == "负担"
    assert translator(Language.CHINESE, tmp_path)("Balance") == "Balance"


def test_a_compiled_catalogue_is_taken_unless_its_source_is_newer(tmp_path: Path) -> None:
    source = catalogue(tmp_path, "新", compiled=False)
    compiled = catalogue(tmp_path, "旧", compiled=True)
    os.utime(compiled, ns=(0, source.stat().st_mtime_ns + 1_000_000_000))
    assert translator(Language.CHINESE, tmp_path)("Burden") == "旧"
    translator.cache_clear()
    os.utime(compiled, ns=(0, source.stat().st_mtime_ns - 1_000_000_000))
    assert translator(Language.CHINESE, tmp_path)("Burden") == "新"


@pytest.mark.parametrize("compiled", [True, False])
def test_no_text_stays_no_text(tmp_path: Path, compiled: bool) -> None:
    catalogue(tmp_path, "负担", compiled=compiled)
    assert translator(Language.CHINESE, tmp_path)("") == ""


def test_without_a_catalogue_the_templates_are_shown(tmp_path: Path) -> None:
    assert translator(Language.CHINESE, tmp_path)("Burden") == "Burden"
