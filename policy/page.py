"""The page of all numbers, docs/policy.md, from the shipped rule-set: `python -m policy.page > docs/policy.md`."""

import sys
from collections.abc import Iterable, Iterator

from policy.catalogue import Confidence, Parameter, Version, parameters
from policy.curriculum import OTHER_SUBJECTS
from policy.lessons import stage_of_grades
from policy.lookup import newest
from policy.page_text import CONFIDENCE, GROUPS, INTRODUCTION, NOT_CONFIRMED, RETIREMENT
from policy.values import Form, shown

_COLUMNS = ("key", "value", "unit", "allowed", "source", "effective from", "confidence", "note")
_MATRICES = ("curriculum", "load.A", "load.B", "retirement")


def page() -> str:
    """Write the whole page as Markdown."""
    parts = [INTRODUCTION]
    for group, title in GROUPS.items():
        members = [parameter for parameter in parameters().values() if parameter.key.split(".")[0] == group]
        parts.append(f"## {title}\n")
        if group in {"curriculum", "load", "retirement"}:
            parts.extend(_matrices(group, members))
        listed = [member for member in members if not _in_matrix(member)]
        if listed:
            parts.append(_table(_COLUMNS, (_row(p.key, p, v) for p in listed for v in p.versions)))
    parts.append(f"## Not confirmed\n\n{NOT_CONFIRMED}\n")
    parts.append("\n".join(_not_confirmed()) + "\n")
    parts.append("## Confidence\n")
    parts.append(_table(("word", "meaning"), ((f"`{word}`", CONFIDENCE[word]) for word in Confidence)))
    return "\n".join(parts)


def _in_matrix(parameter: Parameter) -> bool:
    return parameter.record.startswith(_MATRICES) and parameter.record != parameter.key


def _matrices(group: str, members: list[Parameter]) -> Iterator[str]:
    """Write the numbers of a group side by side, and below them the sources, one row per table of the file."""
    match group:
        case "curriculum":
            yield _lessons(members)
        case "load":
            for table in ("load.A", "load.B"):
                yield f"### Table {table.removeprefix('load.')}\n"
                yield _side_by_side([m for m in members if m.key.startswith(f"{table}.")], "subject")
        case _:
            yield f"{RETIREMENT}\n"
            yield _side_by_side(members, "group")
    records = {member.record: member for member in members if _in_matrix(member)}
    yield "Where the numbers come from:\n"
    yield _table(_COLUMNS, (_row(record, p, v, value="see above") for record, p in records.items() for v in p.versions))


def _lessons(members: list[Parameter]) -> str:
    values = newest()
    rows = [(f"`{p.key}`", values.integers(p.key)) for p in members]
    width = max(len(lessons) for _, lessons in rows)
    grades = [f"{grade} {stage}" for grade, stage in stage_of_grades(values).items()][:width]
    body = [(key, *(str(n) for n in lessons)) for key, lessons in rows]
    totals = [str(sum(lessons[i] for _, lessons in rows)) for i in range(width)]
    return _table(("subject", *grades), [*body, ("all together", *totals)])


def _side_by_side(members: list[Parameter], first: str) -> str:
    """Write one column per table of the file and one row per entry."""
    columns = list(dict.fromkeys(member.record for member in members))
    cells = {(m.key.removeprefix(f"{m.record}."), m.record): shown(m.versions[-1].value) for m in members}
    entries = list(dict.fromkeys(entry for entry, _ in cells))
    entries.sort(key=lambda entry: entry == OTHER_SUBJECTS)
    rows = [(f"`{entry}`", *(cells.get((entry, column), "") for column in columns)) for entry in entries]
    return _table((first, *(f"`{column}`" for column in columns)), rows)


def _row(key: str, parameter: Parameter, version: Version, value: str = "") -> tuple[str, ...]:
    return (
        f"`{key}`",
        value or shown(version.value),
        parameter.form.unit,
        _allowed(parameter.form),
        version.source,
        version.effective_from.isoformat(),
        version.confidence.value,
        version.note,
    )


def _not_confirmed() -> Iterator[str]:
    doubtful = [p for p in parameters().values() if p.versions[-1].confidence is Confidence.TO_CONFIRM]
    for record in dict.fromkeys(parameter.record for parameter in doubtful):
        members = [parameter for parameter in doubtful if parameter.record == record]
        values = ", ".join(f"`{member.key}` = {shown(member.versions[-1].value)}" for member in members)
        yield f"- {values}: {members[0].versions[-1].note}"


def _allowed(form: Form) -> str:
    if form.permutation:
        return f"these, in any order after {form.first}"
    if form.choices:
        return ", ".join(form.choices)
    span = "" if form.low is None or form.high is None else f"{form.low} to {form.high}"
    places = "" if form.places is None else f", at most {form.places} decimals"
    length = "" if form.length is None else f", exactly {form.length} numbers"
    ascending = ", none below the one before" if form.ascending else ""
    return f"{span}{places}{length}{ascending}" or form.kind.value


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = tuple(head)
    lines = [titles, tuple("---" for _ in titles), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


if __name__ == "__main__":
    sys.stdout.buffer.write(page().encode("utf-8"))
