"""What an address names: the ids of a record by how it stands to the person who asks."""

from collections.abc import Callable, Mapping
from typing import Any

from werkzeug.routing import Rule

from tests.integration.permissions.world import World

NOBODY = 999_983
NO_ONE = "no-such-number"
Values = Mapping[str, Any]
OWNERS = {"own": "teacher", "school": "colleague", "foreign": "teacher_b"}
"""The teacher whose record stands so to the teacher, the clerk and the principal of the walk."""


def relations_of(world: World, about: str, who: str) -> dict[str, Values]:
    """Return the values an address takes, by the relation of what they name to who asks; `nobody` names nothing."""
    return {name: values for name, values in _ABOUT[about](world, who).items() if values is not None}


def mixed(world: World, about: str) -> Values | None:
    """Return values that name a record within reach and, beneath it, a part of somebody else's."""
    if about in {"teacher", "coming"}:
        return {**(_ABOUT[about](world, "")["foreign"] or {}), "teacher_id": world.ids["teacher:colleague"]}
    if about == "school":
        return {"school_id": world.schools[0], "campus_id": world.ids["campus:1"]}
    if about in {"draft", "submitted", "approved"}:
        return {**_record(world, about, "teacher_b"), "record_id": world.ids[f"{about}:teacher"]}
    return None


def path_of(rule: Rule, values: Values) -> str:
    """Return the path of a rule with some of the values."""
    needed = {name: values[name] for name in rule.arguments if name not in (rule.defaults or {})}
    built = rule.build(needed)
    assert built is not None, (rule, needed)
    return built[1]


def _teacher(world: World, name: str) -> dict[str, Any]:
    parts = world.parts[name]
    return {
        "teacher_id": world.ids[f"teacher:{name}"],
        "posting_id": parts["posting"],
        "certificate_id": parts["certificate"],
        "placement_id": parts["placement"],
        "dual_id": parts["dual"],
        "deferral_id": parts["deferral"],
        "record_id": parts["conduct"],
        "request_id": parts["correction"],
    }


def _coming(world: World, name: str) -> dict[str, Any]:
    return {"teacher_id": world.ids[f"teacher:{name}"], "posting_id": world.ids[f"coming:{name}"]}


def _record(world: World, state: str, name: str) -> dict[str, Any]:
    record = world.ids[f"{state}:{name}"]
    return {"record_id": record, "token": world.words[f"token:{record}"]}


def _nothing(values: Values) -> dict[str, Any]:
    """Return the same values with every id turned into one that is nobody's."""
    return {name: NOBODY if isinstance(value, int) else NO_ONE for name, value in values.items()}


def _owned(make: Callable[[World, str], dict[str, Any]]) -> Callable[[World, str], dict[str, Values | None]]:
    def relations(world: World, who: str) -> dict[str, Values | None]:
        del who
        found: dict[str, Values | None] = {relation: make(world, name) for relation, name in OWNERS.items()}
        return {**found, "nobody": _nothing(make(world, "teacher_b"))}

    return relations


def _one(make: Callable[[World], dict[str, Any]]) -> Callable[[World, str], dict[str, Values | None]]:
    def relations(world: World, who: str) -> dict[str, Values | None]:
        del who
        return {"foreign": make(world), "nobody": _nothing(make(world))}

    return relations


def _school(world: World, who: str) -> dict[str, Values | None]:
    del who
    found = {name: _of_school(world, place) for name, place in (("school", 0), ("foreign", 1))}
    return {**found, "nobody": _nothing(found["foreign"])}


def _of_school(world: World, place: int) -> dict[str, Any]:
    return {"school_id": world.schools[place], "campus_id": world.ids[f"campus:{place}"]}


def _review(world: World, who: str) -> dict[str, Values | None]:
    del who
    here, there = world.ids["review"], world.ids["review_b"]
    return {"school": {"review_id": here}, "foreign": {"review_id": there}, "nobody": {"review_id": NOBODY}}


def _session(world: World, who: str) -> dict[str, Values | None]:
    own = world.ids.get(f"session:{who}")
    return {
        "own": None if own is None else {"session_id": own},
        "foreign": {"session_id": world.ids["session:other_hr"]},
        "nobody": {"session_id": NOBODY},
    }


def _upload(kind: str) -> Callable[[World, str], dict[str, Values | None]]:
    def relations(world: World, who: str) -> dict[str, Values | None]:
        others = {name: number for name, number in world.ids.items() if name.startswith(f"batch:{kind}:")}
        own = others.pop(f"batch:{kind}:{who}", None)
        found: dict[str, Values | None] = {"own": None if own is None else {"batch_id": own}}
        return {**found, "foreign": {"batch_id": max(others.values())}, "nobody": {"batch_id": NOBODY}}

    return relations


def _job_of_hr(world: World, who: str) -> dict[str, Values | None]:
    relation = "own" if who == "district_hr" else "foreign"
    return {relation: {"job_id": world.ids["open_job"]}, "nobody": {"job_id": NOBODY}}


def _proposal(world: World) -> dict[str, Any]:
    return {
        "proposal_id": world.ids["proposal"],
        "school_id": world.schools[1],
        "staff_no": world.words["staff_no:teacher"],
    }


_ABOUT: Mapping[str, Callable[[World, str], dict[str, Values | None]]] = {
    "": lambda _world, _who: {"own": {}},
    "teacher": _owned(_teacher),
    "coming": _owned(_coming),
    "draft": _owned(lambda world, name: _record(world, "draft", name)),
    "submitted": _owned(lambda world, name: _record(world, "submitted", name)),
    "approved": _owned(lambda world, name: _record(world, "approved", name)),
    "school": _school,
    "review": _review,
    "session": _session,
    "table": _upload("teachers"),
    "roster": _upload("training"),
    "job_of_hr": _job_of_hr,
    "open_job": _one(lambda world: {"job_id": world.ids["open_job"]}),
    "ended_job": _one(lambda world: {"job_id": world.ids["ended_job"]}),
    "account": _one(lambda world: {"user_id": world.ids["user:colleague"]}),
    "closed_account": _one(lambda world: {"user_id": world.ids["user:disabled"]}),
    "zone": _one(lambda world: {"zone_id": world.ids["zone"]}),
    "group": _one(lambda world: {"group_id": world.ids["group"]}),
    "cycle": _one(lambda world: {"cycle_id": world.ids["cycle"]}),
    "eligible": _one(lambda world: {"cycle_id": world.ids["cycle"], "staff_no": world.words["staff_no:teacher"]}),
    "overruled": _one(lambda world: {"cycle_id": world.ids["cycle"], "staff_no": world.canaries[-1].staff_no}),
    "scenario": _one(lambda world: {"scenario_id": world.ids["scenario"]}),
    "draft_scenario": _one(lambda w: {"scenario_id": w.ids["draft_scenario"], "lock_id": w.ids["lock"]}),
    "waiting_scenario": _one(lambda world: {"scenario_id": world.ids["waiting_scenario"]}),
    "proposal": _one(_proposal),
    "answer": _one(lambda world: {"proposal_id": world.ids["proposal"], "item_id": world.ids["item"]}),
    "objection": _one(lambda world: {"objection_id": world.ids["objection"]}),
}
