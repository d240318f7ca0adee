"""The parts of others: npm is found or its absence explained, icons become one sprite, source maps are not promised."""

from pathlib import Path

import pytest
from defusedxml import ElementTree

from scripts import assets

ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor">
  <path stroke="none" d="M0 0h24v24H0z" fill="none" /><path d="M5 12l-2 0" />
</svg>"""


def test_sprite_has_one_symbol_for_each_icon_and_no_colour_of_its_own(tmp_path: Path) -> None:
    for name in ("home", "user"):
        (tmp_path / f"{name}.svg").write_text(ICON, encoding="utf-8")
    root = ElementTree.fromstring(assets.sprite(tmp_path, ["home", "user"]))
    assert [(symbol.get("id"), symbol.get("viewBox"), len(symbol)) for symbol in root] == [
        ("home", "0 0 24 24", 1),
        ("user", "0 0 24 24", 1),
    ]
    assert "currentColor" not in assets.sprite(tmp_path, ["home"])


def test_icon_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(assets.AssetsError, match="ghost"):
        assets.sprite(tmp_path, ["ghost"])


@pytest.mark.parametrize(
    "text",
    [
        "a{}\n/*# sourceMappingURL=x.css.map */",
        "a{}\n/*# sourceMappingURL=x.css.map*/\n",
        "a{}\n//# sourceMappingURL=x.js.map",
    ],
)
def test_copies_do_not_point_to_source_maps(tmp_path: Path, text: str) -> None:
    assert assets.SOURCE_MAP.sub("\n", text) == "a{}\n"


def test_missing_npm_is_explained_in_both_languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(assets.AssetsError) as refusal:
        assets.find_npm(tmp_path)
    assert "npm" in refusal.value.chinese
    assert "Node.js" in refusal.value.english


def test_npm_of_the_machine_is_used_where_there_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert assets.find_npm(tmp_path) == ["/usr/bin/npm"]


def test_nothing_is_done_when_nothing_changed(tmp_path: Path) -> None:
    for name in (assets.MANIFEST, assets.LOCK):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    vendor = tmp_path / "static" / "vendor"
    vendor.mkdir(parents=True)
    (tmp_path / assets.ICONS).write_text("home\n", encoding="utf-8")
    (vendor / assets.STAMP).write_text(assets.digest(tmp_path), encoding="ascii")
    assert assets.build_assets(["no-such-program"], tmp_path) is False
