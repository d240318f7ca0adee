import pytest

from policy.months import format_month, parse_month
from policy.retirement import statutory_retirement_month
from policy.vocabulary import PostType, Sex

MAN = (Sex.MALE, PostType.PROFESSIONAL)
WOMAN = (Sex.FEMALE, PostType.PROFESSIONAL)
WOMAN_WORKER = (Sex.FEMALE, PostType.WORKER)


@pytest.mark.parametrize(
    ("who", "born", "retires"),
    [
        (MAN, "1964-12", "2024-12"),
        (MAN, "1965-01", "2025-02"),
        (MAN, "1970-06", "2031-11"),
        (MAN, "1976-09", "2039-09"),
        (WOMAN, "1970-01", "2025-02"),
        (WOMAN, "1975-03", "2031-07"),
        (WOMAN, "1981-09", "2039-09"),
        (WOMAN_WORKER, "1975-01", "2025-02"),
        (WOMAN_WORKER, "1984-11", "2039-11"),
    ],
)
def test_months_of_the_published_table(who: tuple[Sex, PostType], born: str, retires: str) -> None:
    assert format_month(statutory_retirement_month(*who, parse_month(born))) == retires


def test_delay_grows_after_each_full_step_of_birth_months() -> None:
    ages = {
        born: statutory_retirement_month(*MAN, parse_month(born)) - parse_month(born)
        for born in ("1965-01", "1965-04", "1965-05", "1976-08", "1976-09", "1999-12")
    }
    assert list(ages.values()) == [721, 721, 722, 755, 756, 756]


def test_delay_of_women_workers_grows_faster_and_has_its_own_cap() -> None:
    ages = [
        statutory_retirement_month(*WOMAN_WORKER, parse_month(born)) - parse_month(born)
        for born in ("1974-12", "1975-02", "1975-03", "1984-10", "1990-01")
    ]
    assert ages == [600, 601, 602, 659, 660]


def test_post_type_makes_no_difference_for_men() -> None:
    born = parse_month("1972-05")
    assert statutory_retirement_month(*MAN, born) == statutory_retirement_month(Sex.MALE, PostType.WORKER, born)
