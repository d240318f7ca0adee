"""Templates and static files keep the house style: strict policy kept, one look, every component shown, no strays."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from scripts import assets
from tests.architecture import sources

TEMPLATES = sources.ROOT / "templates"
STATIC = sources.ROOT / "static"
COMPONENTS = TEMPLATES / "components"
LONGEST_TEMPLATE = 120

PARTS = {"at", "anchor", "ticks", "label_text", "below", "chart", "tick", "files", "group"}
"""Macros that only other components call."""

COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
MACRO = re.compile(r"{% macro (\w+)\(")
OWN_CLASS = re.compile(r"\bjh-[a-z0-9-]*[a-z0-9]")
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)|\b(?:rgb|hsl|oklch)a?\(")
CHINESE = re.compile(r"[\u3400-\u9fff]")
ICON_CALL = re.compile(r"""\bicon\(\s*["']([a-z0-9-]+)["']""")
ICON_WORD = re.compile(r"""\b(?:icon_name|icon)["']?\s*[=:]\s*["']([a-z0-9-]+)["']""")
ASSET = re.compile(r"""asset\(["']([^"']+)["']\)""")


def templates() -> list[Path]:
    """Every template."""
    return sorted(TEMPLATES.rglob("*.html"))


def components() -> list[Path]:
    """The files of the components, the list of all aside."""
    return [file for file in sorted(COMPONENTS.glob("*.html")) if file.name != "all.html"]


def styles() -> list[Path]:
    """Our own style sheets."""
    return sorted((STATIC / "css").glob("*.css"))


def scripts() -> list[Path]:
    """Our own script modules."""
    return sorted((STATIC / "js").rglob("*.js"))


def text(file: Path) -> str:
    """What a file says, comments of a template aside."""
    return COMMENT.sub("", file.read_text(encoding="utf-8"))


def found(pattern: str) -> list[str]:
    """The templates in which something forbidden stands."""
    return [sources.name_of(file) for file in templates() if re.search(pattern, text(file))]


def macros() -> Iterator[tuple[Path, str]]:
    """Every component pages may call, with its file."""
    for file in components():
        for name in MACRO.findall(text(file)):
            if name not in PARTS:
                yield file, name


def test_every_template_is_sound() -> None:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    for file in templates():
        environment.parse(file.read_text(encoding="utf-8"), filename=sources.name_of(file))


def test_templates_are_short() -> None:
    lengths = {sources.name_of(file): len(file.read_text(encoding="utf-8").splitlines()) for file in templates()}
    assert not {name: length for name, length in lengths.items() if length > LONGEST_TEMPLATE}


def test_nothing_needs_an_exception_from_the_content_policy() -> None:
    assert not found(r"""\sstyle\s*=\s*["'{]""")
    assert not found(r"<style\b")
    assert not found(r"""\son[a-z]+\s*=\s*["'{]""")
    assert not found(r"\bhx-on\b|\bhx-vals=['\"]js:|javascript:")
    assert not found(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")")


def test_scripts_evaluate_no_text() -> None:
    pattern = re.compile(r"\beval\(|new Function\b|setAttribute\(\s*[\"']style|document\.write")
    assert not [sources.name_of(file) for file in scripts() if pattern.search(text(file))]


def test_templates_speak_through_the_catalogue() -> None:
    assert not [sources.name_of(file) for file in templates() if CHINESE.search(text(file))]


def test_colours_live_in_the_tokens_alone() -> None:
    sheets = [file for file in styles() if file.name != "tokens.css"]
    assert not [sources.name_of(file) for file in sheets if COLOUR.search(re.sub(r"url\(#[^)]*\)", "", text(file)))]
    assert not [sources.name_of(file) for file in scripts() if re.search(r"[\"']#[0-9a-fA-F]{3,8}[\"']", text(file))]
    assert not found(r"(?:fill|stroke)=\"#")


def test_every_own_class_is_drawn_somewhere() -> None:
    known = set(OWN_CLASS.findall("\n".join(text(file) for file in [*styles(), *scripts()])))
    unknown = {
        f"{sources.name_of(file)}: {name}"
        for file in templates()
        for attribute in re.findall(r'\bclass="([^"]*)"', text(file))
        for name in OWN_CLASS.findall(attribute)
        if name not in known
    }
    assert not unknown


def test_every_icon_is_in_the_sprite() -> None:
    names = assets.icon_names(sources.ROOT)
    assert names == sorted(set(names))
    used = {
        (sources.name_of(file), name)
        for file in templates()
        for pattern in (ICON_CALL, ICON_WORD)
        for name in pattern.findall(text(file))
    }
    assert not [(where, name) for where, name in sorted(used) if name not in names]


def test_every_asset_a_template_names_exists_after_set_up() -> None:
    made = {f"vendor/{target}" for target in assets.COPIES.values()} | {"vendor/icons.svg", "vendor/song.css"}
    named = {(sources.name_of(file), name) for file in templates() for name in ASSET.findall(text(file))}
    assert not [pair for pair in sorted(named) if pair[1] not in made and not (STATIC / pair[1]).is_file()]


def test_every_module_a_template_starts_exists() -> None:
    started = {
        name
        for file in templates()
        for words in re.findall(r'data-module="([a-z_ ]+)"', text(file))
        for name in words.split()
    }
    started |= set(re.findall(r'data_module="([a-z_]+)"', "\n".join(text(file) for file in templates())))
    assert not sorted(name for name in started if not (STATIC / "js" / "modules" / f"{name}.js").is_file())


def test_every_component_is_offered_to_the_pages() -> None:
    offered = text(COMPONENTS / "all.html")
    assert not [name for file, name in macros() if f"{{% set {name} = _{file.stem}.{name} %}}" not in offered]


def test_every_component_is_in_the_style_guide() -> None:
    guide = "\n".join(
        text(file) for file in [TEMPLATES / "styleguide.html", *(TEMPLATES / "styleguide").glob("*.html")]
    )
    assert not sorted(name for _, name in macros() if not re.search(rf"\bc\.{name}\(", guide) and name not in INSIDE)


INSIDE = {"area_mark", "area_word"}
"""Components the style guide shows inside others."""


def test_every_component_says_what_it_shows() -> None:
    assert not [sources.name_of(file) for file in components() if "{#" not in file.read_text(encoding="utf-8")]


@pytest.mark.parametrize("code", [400, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503])
def test_every_refusal_has_its_page(code: int) -> None:
    page = TEMPLATES / "errors" / f"{code}.html"
    assert '{% extends "errors/base.html" %}' in text(page)


def test_npm_lock_is_exact_hashed_and_names_no_place() -> None:
    manifest = json.loads((sources.ROOT / assets.MANIFEST).read_text(encoding="utf-8"))
    lock = json.loads((sources.ROOT / assets.LOCK).read_text(encoding="utf-8"))
    wanted = {**manifest["dependencies"], **manifest["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    entries = {name: entry for name, entry in lock["packages"].items() if name}
    assert {name: entries[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert not [name for name, entry in entries.items() if "resolved" in entry or "integrity" not in entry]


def test_npm_parts_are_listed_with_their_licences() -> None:
    listed = (sources.ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8").lower()
    lock = json.loads((sources.ROOT / assets.LOCK).read_text(encoding="utf-8"))
    names = [name.removeprefix("node_modules/") for name in lock["packages"] if name]
    assert not [name for name in names if f"| {name} |" not in listed]
