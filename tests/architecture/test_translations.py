"""Every sentence the code can say has a Chinese form with the same facts, and the catalogue holds nothing else."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from scripts import bootstrap
from tests.architecture import sources

CATALOGUE = bootstrap.CATALOGUES / bootstrap.LANGUAGE / "LC_MESSAGES" / "messages.po"
ENGLISH = bootstrap.CATALOGUES / "en" / "LC_MESSAGES" / "messages.po"


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every `say(…)` of the product, with its place."""
    for file in sources.product_modules():
        for node in ast.walk(sources.tree(file)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                if name == "say":
                    yield sources.name_of(file, node.lineno), node


def template_of(call: ast.Call) -> str | None:
    """The literal English template of a call, or None where it is computed."""
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def facts_of(text: str) -> set[str]:
    """The names between braces."""
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in Formatter().parse(text) if name is not None}


def page_sentences() -> Iterator[tuple[str, str]]:
    """Every `_("…")` of the page templates, with its place."""
    for file in sorted((sources.ROOT / "templates").rglob("*.html")):
        with file.open("rb") as page:
            for line, _, sentence, _ in babel_extract(page, ["_"], [], {"trimmed": "true", "silent": "false"}):
                first = sentence[0] if isinstance(sentence, tuple) else sentence  # beside it stand its facts
                yield f"{file.relative_to(sources.ROOT)}:{line}", str(first)


@cache
def templates() -> frozenset[str]:
    """Every sentence of the code and of the pages."""
    code = {template for _, call in calls() if (template := template_of(call)) is not None}
    return frozenset(code | {sentence for _, sentence in page_sentences()})


@cache
def catalogue() -> Catalog:
    """The Chinese catalogue as it is in the checkout."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale=bootstrap.LANGUAGE, abort_invalid=True)


def entries() -> list[Message]:
    """The entries of the catalogue, its header aside."""
    return [entry for entry in catalogue() if entry.id]


def test_every_template_is_literal() -> None:
    assert not [where for where, call in calls() if template_of(call) is None]


def test_every_template_is_given_its_facts() -> None:
    wanting = []
    for where, call in calls():
        given = {keyword.arg for keyword in call.keywords}
        if None not in given and (missing := facts_of(template_of(call) or "") - given):
            wanting.append((where, missing))
    assert not wanting


def test_every_sentence_has_a_chinese_form() -> None:
    done = {entry.id for entry in entries() if entry.string and not entry.fuzzy}
    assert not sorted(templates() - done), "run: make translate, then fill the catalogue"


def test_the_catalogue_holds_no_sentence_that_is_gone() -> None:
    assert not sorted({str(entry.id) for entry in entries()} - templates()), "run: make translate"


def test_both_languages_state_the_same_facts() -> None:
    unequal = [
        entry.id for entry in entries() if entry.string and facts_of(str(entry.id)) != facts_of(str(entry.string))
    ]
    assert not unequal


def test_chinese_forms_are_chinese() -> None:
    words = re.compile(r"[A-Za-z]{4,}")
    chinese = re.compile(r"[\u4e00-\u9fff]")
    plain = [
        entry.id
        for entry in entries()
        if words.search(re.sub(r"\{[^}]*\}", "", str(entry.id))) and not chinese.search(str(entry.string))
    ]
    assert not plain


def test_forms_for_one_are_of_sentences_that_exist_and_keep_their_facts() -> None:
    with ENGLISH.open("rb") as file:
        ones = [entry for entry in read_po(file, locale="en", abort_invalid=True) if entry.id]
    assert ones
    assert {entry.context for entry in ones} == {"one"}
    assert not sorted({str(entry.id) for entry in ones} - templates()), "the sentence is gone or was changed"
    assert not [entry.id for entry in ones if facts_of(str(entry.id)) != facts_of(str(entry.string))]
    assert not [entry.id for entry in ones if entry.id == entry.string]
