import pytest

from optimizer.report.indicators import coefficient

PUBLISHED = [(45, 279), (37, 137), (89, 935), (76, 160), (55, 402)]
"""Students and books of five schools, a published worked example (domain.md, the 差异系数 formula)."""


def test_the_coefficient_weights_schools_by_their_students() -> None:
    found = coefficient(PUBLISHED)
    assert found == pytest.approx(0.515, abs=0.0005)


def test_schools_alike_have_no_variation() -> None:
    assert coefficient([(100, 5), (200, 10)]) == pytest.approx(0.0)


@pytest.mark.parametrize("units", [[], [(100, 0), (50, 0)]])
def test_where_nobody_counts_there_is_no_coefficient(units: list[tuple[int, int]]) -> None:
    assert coefficient(units) is None
