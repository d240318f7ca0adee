import pytest

from teachers.rules.searching import LONGEST_KEY, SEPARATOR, folded, search_key


def found(name: str, term: str, *numbers: str) -> bool:
    return folded(term) in search_key(name, *numbers)


@pytest.mark.parametrize(
    ("name", "terms"),
    [
        ("曾令仪", ["曾令仪", "令仪", "zenglingyi", "zly", "Zeng Lingyi", "cenglingyi", "cly"]),
        ("覃向阳", ["qinxiangyang", "tanxiangyang", "qxy", "txy"]),
        ("单晓岚", ["shanxiaolan", "sxl", "danxiaolan"]),
        ("单于明", ["chanyuming", "cym"]),
        ("尉迟安然", ["yuchianran", "ycar"]),
        ("欧阳静", ["ouyangjing", "oyj"]),
        ("仇英", ["qiuying", "qy"]),
        ("吕布", ["lvbu", "lyubu", "lubu"]),
        ("阿依古丽·买买提", ["阿依古丽买买提", "阿依古丽·买买提", "ayiguli"]),
        ("𬭎炘", ["𬭎炘"]),
        ("Anna Smith", ["anna", "annasmith"]),
    ],
)
def test_a_name_is_found_by_every_reading(name: str, terms: list[str]) -> None:
    for term in terms:
        assert found(name, term), (name, term, search_key(name))


def test_a_name_is_found_by_its_number() -> None:
    assert found("王芳", "310361", "310361")
    assert not found("王芳", "310362", "310361")


def test_a_term_does_not_run_from_one_word_into_the_next() -> None:
    assert not found("王芳", "fangwf")
    assert folded("a|b") == "ab"


def test_a_key_sorts_by_pinyin() -> None:
    names = ["张伟", "白鹿", "曾令仪", "安然"]
    assert sorted(names, key=search_key) == ["安然", "白鹿", "曾令仪", "张伟"]


def test_a_key_never_outgrows_its_column() -> None:
    key = search_key("魑魅" * 30, "1" * 30)
    assert len(key) <= LONGEST_KEY
    assert key.startswith(SEPARATOR)
    assert key.endswith(SEPARATOR)
