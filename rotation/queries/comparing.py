"""Two proposals side by side."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from rotation.models.plans import PlanMove
from rotation.queries.moves import school_lines
from rotation.queries.places import places
from rotation.queries.proposals import proposal_page
from rotation.vocabulary.pages import ComparisonPage, MovedDifference, PlanLine, ProposalPage, SchoolLine


def compare(tx: Session, a_id: int, b_id: int, identity: Identity, *, on: date) -> ComparisonPage:
    """Return two proposals: their lines, who moves differently, and the schools that end differently."""
    a, b = proposal_page(tx, a_id, identity, on=on), proposal_page(tx, b_id, identity, on=on)
    same, differing = _moved(tx, a, b)
    left = {line.place.id: line for line in school_lines(tx, a.id, identity)}
    right = {line.place.id: line for line in school_lines(tx, b.id, identity)}
    both = [(left[school], right[school]) for school in left if school in right]
    return ComparisonPage(
        a=a,
        b=b,
        lines=_lines(a, b),
        same_moves=same,
        differing=tuple(differing),
        schools=tuple(pair for pair in both if _ends(pair[0]) != _ends(pair[1])),
        same_input=a.input_sha256 == b.input_sha256,
    )


def _ends(line: SchoolLine) -> tuple[int, int, int]:
    """Return what the comparison shows of a school."""
    return line.staff_after, line.backbone_after, line.short_after


def _lines(a: ProposalPage, b: ProposalPage) -> tuple[tuple[PlanLine | None, PlanLine | None], ...]:
    left, right = ({line.name: line for line in page.lines} for page in (a, b))
    names = dict.fromkeys([*left, *right])
    return tuple((left.get(name), right.get(name)) for name in names)


def _moved(tx: Session, a: ProposalPage, b: ProposalPage) -> tuple[int, list[MovedDifference]]:
    known = places(tx)

    def moves(proposal_id: int) -> dict[int, PlanMove]:
        rows = select(PlanMove).where(PlanMove.proposal_id == proposal_id)
        return {row.teacher_id: row for row in tx.execute(rows).scalars()}

    left, right = moves(a.id), moves(b.id)
    same, differing = 0, []
    for teacher in {*left, *right}:
        one, other = left.get(teacher), right.get(teacher)
        if one and other and (one.to_school_id, one.subject) == (other.to_school_id, other.subject):
            same += 1
            continue
        person = one or other
        if person is not None:
            differing.append(
                MovedDifference(
                    staff_no=person.staff_no,
                    name=person.name,
                    stage=person.stage,
                    subject=person.home_subject,
                    home=known[person.from_school_id],
                    in_a=known[one.to_school_id] if one else None,
                    in_b=known[other.to_school_id] if other else None,
                )
            )
    return same, sorted(differing, key=lambda line: line.staff_no)
