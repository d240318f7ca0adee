"""Making the world: the register, the people, records and files of every owner, and the story of the year."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from accounts import queries, services
from accounts.identity import Identity
from accounts.models import UserSession
from accounts.permissions import Role
from accounts.vocabulary import Place
from app import database
from app.factory import create_app
from core import jobs
from core.clock import instant
from core.db import db, transaction
from core.files import files_by_owner
from core.sheets import staging
from core.sheets.plan import Importer
from policy.vocabulary import Area
from rotation import services as rotation
from rotation.models.plans import Scenario
from rotation.vocabulary.drafts import ScenarioDraft
from teachers import services as register_services
from teachers.models import School
from teachers.sheets import TeacherImporter
from teachers.vocabulary import SchoolDraft
from tests.integration.permissions import cast, register, story
from tests.integration.permissions.cast import DISABLED, EXPIRED, Player
from tests.integration.permissions.story import ON, done
from tests.integration.permissions.world import World
from tests.integration.training.people import a_draft, photo
from tests.support.people import Person
from tests.support.site import config_in
from training import services as training
from training.models import TrainingRecord
from training.sheets import TrainingImporter

OFFICE = {
    "district_hr": ("900001", "周文澜", Role.DISTRICT_HR),
    "other_hr": ("900002", "秦若水", Role.DISTRICT_HR),
    "leader": ("900003", "顾远山", Role.LEADER),
    "other_leader": ("900004", "于长风", Role.LEADER),
    "auditor": ("900005", "贺清源", Role.AUDITOR),
    "sysadmin": ("900006", "纪航", Role.SYSADMIN),
    "other_sysadmin": ("900007", "纪帆", Role.SYSADMIN),
    DISABLED: ("900008", "旧人甲", Role.DISTRICT_HR),
    EXPIRED: ("900009", "旧人乙", Role.DISTRICT_HR),
}
LOCAL = {
    "clerk": (0, Role.CLERK),
    "principal": (0, Role.PRINCIPAL),
    "clerk_b": (1, Role.CLERK),
    "principal_b": (1, Role.PRINCIPAL),
    "principal_c": (2, Role.PRINCIPAL),
    "principal_d": (3, Role.PRINCIPAL),
}


def make_world(folder: Path) -> World:
    """Make everything and leave the site at no stage yet."""
    config = config_in(folder / "instance")
    stages = folder / "stages"
    stages.mkdir()
    database.upgrade(config.database_url)
    app = create_app(config)
    world = World(config, stages, app)
    with app.app_context():
        persons = _open_accounts(world)
    world.players = {name: cast.signed_in(world.app, person) for name, person in persons.items()}
    with app.app_context():
        _write(world)
        db.session.remove()
        db.engine.dispose()
    return world


def _write(world: World) -> None:
    _end_sessions(world)
    with transaction() as tx:
        codes = [tx.get_one(School, school).code for school in world.schools]
    people = {name: player.identity for name, player in world.players.items()}
    hr = people["district_hr"]
    with transaction() as tx:
        register.write_travel(tx, world.schools, by=hr, on=ON)
        world.ids |= register.write_campuses(tx, world.schools, by=hr, on=ON)
    _fill_files(world, people)
    _log_training(world, people)
    _stage_imports(world, people)
    moves = {people["teacher"].staff_no: codes[1], people["teacher_b"].staff_no: codes[3]}
    cycle, proposal = story.open_year(hr, moves, world.keep)
    world.ids |= {"cycle": cycle, "proposal": proposal, "scenario": 1}
    world.ids |= story.more_scenarios(cycle, hr)
    _ask_for_jobs(world, hr)
    world.keep("planning")
    heads = ("principal", "principal_b", "principal_c", "principal_d")
    principals = {school: people[head] for school, head in zip(world.schools, heads, strict=True)}
    world.ids |= story.tell_review(proposal, hr, principals, world.keep)
    world.ids["objection"] = story.tell_decision(proposal, world.ids["item"], world.players, world.keep)
    world.ids["review"] = world.ids[f"review_of_{world.schools[0]}"]
    world.ids["review_b"] = world.ids[f"review_of_{world.schools[1]}"]
    with transaction() as tx:
        for name, canary in teachers_of(world).items():
            world.ids[f"coming:{name}"] = register.write_coming(tx, canary.teacher_id, by=hr, on=ON)
    world.keep("to_come")


def _open_accounts(world: World) -> dict[str, Person]:
    """Write the register and open an account for everybody."""
    with transaction() as tx:
        world.schools, world.canaries = register.write_register(tx)
    persons: dict[str, Person] = {}
    for name, (staff_no, words, role) in OFFICE.items():
        persons[name] = cast.open_person(staff_no, words, role)
    for place, (name, (school, role)) in enumerate(LOCAL.items()):
        persons[name] = cast.open_person(f"91000{place}", f"管理{place}", role, school_id=world.schools[school])
    for name, canary in teachers_of(world).items():
        persons[name] = cast.open_person(canary.staff_no, canary.name, Role.TEACHER, file=canary.teacher_id)
    return persons


def _end_sessions(world: World) -> None:
    """Sign everybody in from elsewhere too, then end what the two outsiders have."""
    for name, player in world.players.items():
        world.ids[f"user:{name}"] = player.identity.user_id
        world.ids[f"session:{name}"] = _second_session(player)
    cast.end_by_order(world.players[DISABLED])
    cast.end_in_time(world.players[EXPIRED])
    world.tokens = dict(cast.all_of(world.players))


def teachers_of(world: World) -> dict[str, register.Canary]:
    """Return the three teachers the walk is about: oneself, a colleague, a stranger."""
    here = [canary for canary in world.canaries if canary.school_id == world.schools[0]]
    there = [canary for canary in world.canaries if canary.school_id == world.schools[1]]
    return {"teacher": here[0], "colleague": here[1], "teacher_b": there[1]}


def _second_session(player: Player) -> int:
    with transaction() as tx:
        user = queries.user(tx, player.identity.user_id)
        place = Place("10.0.0.9", "second")
        services.enter(tx, user, place, by=player.identity, at=instant(), second_factor=True, how="test")
        rows = select(UserSession.id).where(UserSession.user_id == user.id).order_by(UserSession.id.desc())
        return int(tx.execute(rows).scalars().first() or 0)


def _fill_files(world: World, people: dict[str, Identity]) -> None:
    for name, canary in teachers_of(world).items():
        with transaction() as tx:
            made = register.write_parts(
                tx, canary.teacher_id, by=people["district_hr"], own=people[name], on=ON, current=name == "colleague"
            )
        world.ids[f"teacher:{name}"] = canary.teacher_id
        world.words[f"staff_no:{name}"] = canary.staff_no
        world.parts[name] = {**made.__dict__}


def _log_training(world: World, people: dict[str, Identity]) -> None:
    """Log a draft, a submitted, and an approved record for each of the three teachers, each with a photo."""
    here = {"teacher": "principal", "colleague": "principal", "teacher_b": "principal_b"}
    for name, principal in here.items():
        own = people[name]
        for place, state in enumerate(("draft", "submitted", "school_approved", "approved")):
            record = _logged(own, place)
            world.ids[f"{state}:{name}"] = record
            if state != "draft":
                _act(training.submit, record, own)
            if state in {"school_approved", "approved"}:
                done(training.approve_school, [_choice(record)], by=people[principal])
            if state == "approved":
                done(training.approve_district, [_choice(record)], by=people["district_hr"])
            with transaction() as tx:
                world.words[f"token:{record}"] = files_by_owner(tx, "training_record", [record])[str(record)][0].token


def _logged(own: Identity, place: int) -> int:
    day, title = date(2026, 5, 4 + place), f"骉研修{own.staff_no}第{place}期"
    draft = replace(a_draft(), title=title, start_on=day, end_on=day)
    with transaction() as tx:
        row = training.log(tx, draft, by=own, on=ON)
        training.attach(tx, row, [photo()], by=own)
        return int(row.id)


def _act(verb: Any, record: int, own: Identity) -> None:
    with transaction() as tx:
        row = tx.get_one(TrainingRecord, record)
        verb(tx, row, row.version, by=own, on=ON)


def _choice(record: int) -> training.Choice:
    with transaction() as tx:
        return training.Choice(record, tx.get_one(TrainingRecord, record).version)


def _stage_imports(world: World, people: dict[str, Identity]) -> None:
    """Have each who may import upload a table and have it tried."""
    mine = teachers_of(world)["teacher"]
    register_table = f"staff_no,team\n{world.canaries[6].staff_no},语文联合教研\n"
    roster = (
        "Staff number,Name of the activity,Kind of activity,Counts for,First day,Last day,Hours,Organiser\n"
        f"{mine.staff_no},暑期全员研修,training course,elective,2026-06-01,2026-06-03,24,区教师研修中心\n"
    )
    for name, kind, table in (
        ("district_hr", "teachers", register_table),
        ("other_hr", "teachers", register_table),
        ("district_hr", "training", roster),
        ("clerk", "training", roster),
        ("clerk_b", "training", roster),
    ):
        who = people[name]
        importer: Importer = TeacherImporter(ON) if kind == "teachers" else TrainingImporter(who, ON)
        with transaction() as tx:
            batch = staging.stage(tx, kind, f"{kind}.csv", table.encode(), by=who)
            staging.dry_run(tx, batch, importer, by=who)
            world.ids[f"batch:{kind}:{name}"] = batch.id


def _ask_for_jobs(world: World, hr: Identity) -> None:
    """Ask for a search that will wait for a worker for ever, and note a job that has ended."""
    cycle, waiting = world.ids["cycle"], "方案丙"
    binding = jobs.binding.binding_of(world.app)
    wake, binding.wake = binding.wake, lambda: None
    number = done(rotation.make_scenario, cycle, ScenarioDraft(waiting), by=hr).id
    version = story.version_of(Scenario, number)
    world.ids["open_job"] = done(rotation.request_solve, number, version, by=hr).id
    given_up = done(rotation.make_scenario, cycle, ScenarioDraft("方案丁"), by=hr).id
    version = story.version_of(Scenario, given_up)
    world.ids["ended_job"] = done(rotation.request_solve, given_up, version, by=hr).id
    done(rotation.discard_search, given_up, by=hr)
    binding.wake = wake
    world.ids |= {"waiting_scenario": number}
    with transaction() as tx:
        empty = register_services.open_school(tx, SchoolDraft("2119099998", "停办教学点", Area.MOUNTAIN), by=hr, on=ON)
        world.ids["empty_school"] = empty.id
