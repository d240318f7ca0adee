"""The open tables of a policy: lessons, full loads, subject names; a district's entries over the shipped ones."""

from collections.abc import Mapping

from policy.catalogue import Parameter, parameters
from policy.faults import Findings
from policy.lookup import Lookup
from policy.messages import say
from policy.rotation import CurriculumTerms
from policy.values import Flaw, Form, Kind, read_value
from policy.vocabulary import Stage

OPEN_SECTIONS = ("curriculum", "load", "subject_alias")
"""Sections of `policy.toml` whose keys are names a district chooses."""

_TABLE = "table"


def read_curriculum(source: Mapping[str, object], shipped: Lookup, found: Findings) -> CurriculumTerms:
    """Lay a district's three tables over the shipped ones; what is wrong goes to the findings."""
    tables = {name: _table(name, source.get(name, {}), found) for name in OPEN_SECTIONS}
    return CurriculumTerms(
        lessons=_lessons(tables["curriculum"], shipped, found),
        load=_loads(tables["load"], shipped, found),
        subject_alias=_aliases(tables["subject_alias"], found),
    )


def stage_of_grades(shipped: Lookup) -> dict[int, Stage]:
    """Return the stage of every grade there is."""
    spans = {Stage(entry): shipped.integers(f"grades.{entry}") for entry in shipped.entries("grades")}
    return {grade: stage for stage, (first, last) in spans.items() for grade in range(first, last + 1)}


def _lessons(table: Mapping[str, object], shipped: Lookup, found: Findings) -> dict[str, dict[int, int]]:
    lessons = {
        subject: dict(enumerate(shipped.integers(f"curriculum.{subject}"), start=1))
        for subject in shipped.entries("curriculum")
    }
    grades = {str(grade): grade for grade in stage_of_grades(shipped)}
    form = _entry_form("curriculum")
    for subject, raw in table.items():
        key = f"curriculum.{subject}"
        if not _named("curriculum", subject, raw, found):
            continue
        for name, value in _by_grade(key, raw, found).items():
            lesson = read_value(form, value)
            if name not in grades:
                found.refuse_unknown(f"{key}.{name}", value, grades)
            elif isinstance(lesson, Flaw):
                found.refuse(f"{key}.{name}", value, lesson)
            elif isinstance(lesson, int):
                lessons.setdefault(subject.strip(), {})[grades[name]] = lesson
    return lessons


def _by_grade(key: str, raw: object, found: Findings) -> Mapping[str, object]:
    """Return lessons by grade as written: a table as it is, a list counted from the first grade on."""
    if isinstance(raw, list | tuple):
        return {str(grade): value for grade, value in enumerate(raw, start=1)}
    if isinstance(raw, Mapping):
        return raw
    message = say("The lessons of {key} must be given by grade.", key=key)
    cure = say("Write a table such as {{ 1 = 8, 2 = 8 }}, or a list from the first grade on such as [8, 8].")
    found.refuse(key, raw, Flaw(message, cure))
    return {}


def _loads(table: Mapping[str, object], shipped: Lookup, found: Findings) -> dict[Stage, dict[str, int]]:
    choice: object = table.get(_TABLE, shipped.text("load.table"))
    chosen = read_value(parameters()["load.table"].form, choice)
    if isinstance(chosen, Flaw):
        found.refuse("load.table", choice, chosen)
        chosen = shipped.text("load.table")
    loads = _shipped_loads(str(chosen), shipped)
    for name, raw in table.items():
        if name == _TABLE:
            continue
        if name not in set(Stage):
            found.refuse_unknown(f"load.{name}", raw, [*Stage, _TABLE])
            continue
        for subject, value in _table(f"load.{name}", raw, found).items():
            load = read_value(_entry_form("load.A"), value)
            if isinstance(load, Flaw):
                found.refuse(f"load.{name}.{subject}", value, load)
            elif isinstance(load, int) and _named(f"load.{name}", subject, value, found):
                loads.setdefault(Stage(name), {})[subject.strip()] = load
    return loads


def _shipped_loads(table: str, shipped: Lookup) -> dict[Stage, dict[str, int]]:
    loads: dict[Stage, dict[str, int]] = {}
    for entry in shipped.entries(f"load.{table}"):
        stage, _, subject = entry.partition(".")
        loads.setdefault(Stage(stage), {})[subject] = shipped.integer(f"load.{table}.{entry}")
    return loads


def _aliases(table: Mapping[str, object], found: Findings) -> dict[str, str]:
    aliases: dict[str, str] = {}
    for subject, raw in table.items():
        name = read_value(Form(Kind.TEXT), raw)
        if isinstance(name, Flaw):
            found.refuse(f"subject_alias.{subject}", raw, name)
        elif _named("subject_alias", subject, raw, found):
            aliases[subject.strip()] = str(name)
    return aliases


def _entry_form(section: str) -> Form:
    """Return the form of one number of a section: the shipped range, for a single whole number."""
    parameter: Parameter = next(p for key, p in parameters().items() if key.startswith(f"{section}."))
    return Form(Kind.INTEGER, low=parameter.form.low, high=parameter.form.high)


def _named(key: str, subject: str, raw: object, found: Findings) -> bool:
    if subject.strip():
        return True
    found.refuse(key, raw, Flaw(say("A subject without a name."), say("Write the name of the subject in quotes.")))
    return False


def _table(key: str, raw: object, found: Findings) -> Mapping[str, object]:
    if isinstance(raw, Mapping):
        return raw
    found.refuse_no_table(key, raw)
    return {}
