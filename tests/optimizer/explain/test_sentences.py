from dataclasses import replace

from optimizer.explain import Justification, justify, reasons, sentence, served
from optimizer.problem import Lock, Problem, Unit
from optimizer.solution import LineResult, Solution, Status
from policy.vocabulary import BackboneLevel, Degree, LockAction, Stage
from tests.optimizer.check.makers import OPEN_POLICY, a_district, a_policy, a_school, a_teacher, go
from tests.optimizer.explain.plans import solved

MATHS, MUSIC = "数学", "音乐"


def needs(**posts: int) -> dict[tuple[str, Stage, str], int]:
    """Required mathematics by school, in hundredths of an FTE."""
    return {(school, Stage.PRIMARY, MATHS): count for school, count in posts.items()}


def why(problem: Problem, *moves: str) -> dict[str, str]:
    return {staff_no: text.text() for staff_no, text in reasons(problem, solved(*go(*moves))).items()}


def justified(problem: Problem, staff_no: str, *moves: str) -> Justification:
    return justify(problem, solved(*go(*moves)))[staff_no]


def test_a_shortage_of_today_is_filled_by_what_the_mover_teaches() -> None:
    problem = a_district("A B", [a_teacher("T1", "A", fte=50)], required=needs(B=150))
    assert why(problem, "T1>B") == {"T1": "fills 0.5 of the shortage of 数学 at School B"}


def test_a_part_time_post_is_filled_no_further_than_it_is_short() -> None:
    problem = a_district("A B", [a_teacher("T1", "A")], required=needs(B=33))
    answer = justified(problem, "T1", "T1>B")
    assert (answer.shortage_before, answer.shortage_after, answer.filled) == (33, 0, 33)
    assert sentence(answer).text().startswith("fills 0.33 ")


def test_the_leaver_whose_place_is_taken_is_named() -> None:
    people = [a_teacher("T1", "A"), a_teacher("T2", "B")]
    problem = a_district("A B C", people, required=needs(B=100, C=100))
    told = why(problem, "T1>B", "T2>C")
    assert told["T1"] == "takes the place of Teacher T2, who goes to School C"
    assert told["T2"] == "fills 1.0 of the shortage of 数学 at School C"


def test_two_who_take_each_others_place_swap() -> None:
    problem = a_district("A B", [a_teacher("T1", "A"), a_teacher("T2", "B")], required=needs(A=100, B=100))
    told = why(problem, "T1>B", "T2>A")
    assert told == {
        "T1": "changes places with Teacher T2 of School B",
        "T2": "changes places with Teacher T1 of School A",
    }


def test_the_first_to_arrive_fills_what_is_short_and_the_next_replaces_the_leaver() -> None:
    people = [a_teacher("T1", "A"), a_teacher("T2", "A"), a_teacher("T3", "B")]
    problem = a_district("A B C", people, required=needs(B=200, C=100))
    told = why(problem, "T1>B", "T2>B", "T3>C")
    assert told["T1"] == "fills 1.0 of the shortage of 数学 at School B"
    assert told["T2"] == "takes the place of Teacher T3, who goes to School C"


def test_who_fills_a_gap_and_a_place_fills_no_more_than_is_short_today() -> None:
    people = [a_teacher("T1", "A"), a_teacher("T2", "B", fte=60)]
    problem = a_district("A B C", people, required=needs(B=100, C=100))
    told = why(problem, "T1>B", "T2>C")["T1"]
    assert told == "fills 0.4 of the shortage of 数学 at School B; takes the place of Teacher T2, who goes to School C"


def test_only_one_of_two_arrivals_swaps_with_a_leaver() -> None:
    people = [a_teacher("T1", "A", fte=50), a_teacher("T2", "A", fte=50), a_teacher("T3", "B")]
    problem = a_district("A B", people, required=needs(A=100, B=100))
    answers = justify(problem, solved(*go("T1>B", "T2>B", "T3>A")))
    swapping = {s for s, answer in answers.items() if answer.replaced and answer.replaced.swaps}
    assert swapping == {"T1", "T3"}


def test_nobody_is_said_to_be_replaced_where_the_school_has_enough() -> None:
    people = [a_teacher("T1", "A"), a_teacher("T2", "B"), a_teacher("T3", "B"), a_teacher("T4", "B")]
    problem = a_district("A B C", people, required=needs(B=100, C=100))
    assert justified(problem, "T1", "T1>B", "T2>C").replaced is None


def test_an_indicator_that_reaches_the_standard_is_named_after_the_shortage() -> None:
    people = [a_teacher("T1", "A", MUSIC)]
    units = [Unit("A", Stage.PRIMARY, 0), Unit("B", Stage.PRIMARY, 100)]
    problem = a_district("A B", people, required={("B", Stage.PRIMARY, MUSIC): 100}, units=units)
    answer = justified(problem, "T1", "T1>B:音乐")
    assert [(entry.name, entry.missing_before, entry.missing_after) for entry in answer.indicators] == [
        ("pe_arts", 90, 0)
    ]
    told = sentence(answer).text()
    assert told == "fills 1.0 of the shortage of 音乐 at School B; teachers of PE and arts reach the standard"


def test_an_indicator_that_stays_short_comes_closer() -> None:
    people = [a_teacher("T1", "A", degree=Degree.BACHELOR)]
    units = [Unit("A", Stage.PRIMARY, 0), Unit("B", Stage.PRIMARY, 100)]
    problem = a_district("A B", people, required=needs(B=1), units=units)
    assert "teachers with the degree come closer to the standard" in why(problem, "T1>B")["T1"]


def test_a_lock_comes_first_and_three_facts_are_the_most() -> None:
    schools = [a_school("A", group="G"), a_school("B", group="G")]
    people = [a_teacher("T1", "A", degree=Degree.BACHELOR)]
    units = [Unit("A", Stage.PRIMARY, 0), Unit("B", Stage.PRIMARY, 100)]
    problem = a_district(
        schools,
        people,
        required=needs(B=100),
        units=units,
        preferences={("T1", "B"): 1},
        locks=[Lock("T1", LockAction.MOVE, "B")],
    )
    answer = justified(problem, "T1", "T1>B")
    facts = sentence(answer).text().split("; ")
    assert facts[0] == "decided by hand"
    assert facts[1].startswith("fills 1.0")
    assert len(facts) == 3
    assert [line.text() for line in served(answer)][-2:] == ["choice 1", "inside the education group"]


def test_a_wish_is_enough_of_a_reason() -> None:
    problem = a_district("A B", [a_teacher("T1", "A")], preferences={("T1", "B"): 2}, required=needs(B=0))
    assert why(problem, "T1>B") == {"T1": "choice 2"}


def test_partner_schools_are_told_apart_from_groups() -> None:
    schools = [a_school("A"), a_school("B", partners=("A",))]
    problem = a_district(schools, [a_teacher("T1", "A")], required=needs(B=100))
    assert why(problem, "T1>B")["T1"].endswith("between partner schools")


def test_what_nothing_else_explains_is_needed_for_the_least_number_of_moves() -> None:
    policy = a_policy(rotation={"min_rate_percent": 100})
    problem = a_district("A B", [a_teacher("T1", "A")], policy=policy, required=needs(B=0))
    assert why(problem, "T1>B") == {"T1": "needed for the least number of moves"}


def test_a_backbone_teacher_may_be_needed_for_the_share() -> None:
    policy = a_policy(rotation={"min_backbone_share_percent": 50})
    people = [a_teacher("T1", "A", backbone=BackboneLevel.CITY), a_teacher("T2", "A")]
    problem = a_district("A B C", people, policy=policy, required=needs(C=100))
    told = why(problem, "T1>B", "T2>C")
    assert told["T1"] == "needed for the share of backbone teachers"
    assert told["T2"].startswith("fills 1.0")


def test_leaving_may_make_room_for_those_who_arrive() -> None:
    schools = [a_school("A", authorised_headcount=1), a_school("B"), a_school("C")]
    people = [a_teacher("T1", "A"), a_teacher("T2", "B", MUSIC)]
    required = {("A", Stage.PRIMARY, MUSIC): 100}
    problem = a_district(schools, people, required=required)
    told = why(problem, "T1>C", "T2>A:音乐")
    assert told["T1"] == "makes room in the authorised headcount of School A"


def test_a_member_of_a_team_that_serves_goes_with_the_team() -> None:
    people = [a_teacher("T1", "A", team="red"), a_teacher("T2", "A", MUSIC, team="red")]
    problem = a_district("A B", people, required=needs(B=100))
    told = why(problem, "T1>B", "T2>B:音乐")
    assert told["T1"] == "fills 1.0 of the shortage of 数学 at School B; goes with team red"
    assert told["T2"] == "goes with team red"
    assert justified(problem, "T2", "T1>B", "T2>B:音乐").parts["moves"] == 2


def test_a_move_that_nothing_explains_says_so() -> None:
    problem = a_district("A B", [a_teacher("T1", "A")], required=needs(B=0))
    assert why(problem, "T1>B") == {"T1": "no line depends on this move; it is open to discussion"}


def test_in_a_proven_solve_with_less_change_it_was_in_the_earlier_plan() -> None:
    problem = a_district("A B", [a_teacher("T1", "A")], required=needs(B=0), policy=OPEN_POLICY)
    line = LineResult("changes", 0, 0, 0, 0, Status.OPTIMAL, 0.0)
    known: Solution = replace(solved(*go("T1>B")), lines=(line,))
    assert reasons(problem, known)["T1"].text() == "kept from the earlier plan"
    open_still = replace(known, status=Status.FEASIBLE)
    assert reasons(problem, open_still)["T1"].text().startswith("no line depends")
