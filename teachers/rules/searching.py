"""The key people and schools are found by: name, pinyin with every reading of the surname, initials, number."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from pypinyin import lazy_pinyin

SEPARATOR = "|"
LONGEST_KEY = 600

_READINGS = """
曾zeng 仇qiu 解xie 单shan 查zha 区ou 朴piao 盖ge/gai 乐yue/le 覃qin/tan 缪miao/mou 员yun 尉wei/yu 折she 秘bi
祭zhai 种chong 召shao 繁po 晟cheng/sheng 黑he/hei 角jue 句gou 那na/nuo 能nai 卜bu 翟zhai/di 柏bai/bo 薄bo
阚kan/han 隗wei/kui 牟mou/mu 谌chen/shen 吕lv/lyu/lu 库she 重chong 藏zang 长chang 冒mao/mo 洗xian 俞yu/shu
适kuo 郇xun/huan 郗xi/chi 炅gui 乜nie 粘nian 蕃bo 莘shen/xin 蔚yu/wei 约yao 便pian 参shen 囤tun 都du 佴nai
车che/ju 卻xi 乘sheng 郄qie/xi 贲ben/bi 宓mi/fu 逢pang/feng 颉xie/jie 谬miao 会gui 任ren 华hua 纪ji 宁ning
燕yan 应ying 石shi
"""
"""Characters that sound otherwise, or in several ways, where they are surnames."""

_COMPOUND = """
万俟mo-qi 尉迟yu-chi 单于chan-yu 澹台tan-tai 令狐ling-hu 长孙zhang-sun 宰父zai-fu 乐正yue-zheng 鲜于xian-yu
呼延hu-yan 夏侯xia-hou 诸葛zhu-ge 上官shang-guan 欧阳ou-yang 皇甫huang-fu 慕容mu-rong 赫连he-lian 亓官qi-guan
澹臺tan-tai 拓跋tuo-ba
"""


def search_key(name: str, *numbers: str) -> str:
    """Return the key under which a name and its numbers are found; the pinyin comes first, so that it sorts as well."""
    spoken = _readings_of(name)
    whole = ["".join(syllables) for syllables in spoken]
    initials = ("".join(syllable[:1] for syllable in syllables) for syllables in spoken)
    words = dict.fromkeys(folded(word) for word in (*whole[:1], name, *numbers, *whole[1:], *initials))
    return _joined(word for word in words if word)


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Return a text as it is searched: width, case, blanks and the dots inside names make no difference."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in plain if not character.isspace() and character not in "·•.'|")


def _readings_of(name: str) -> list[list[str]]:
    """Return the syllables of a name, once for every reading of its surname."""
    compound = _compounds().get(name[:2])
    if compound:
        return [[*compound, *_syllables(name[2:])]]
    usual = _syllables(name[:1])
    surnames = [[reading] for reading in _surnames().get(name[:1], ())]
    rest = _syllables(name[1:])
    return [[*first, *rest] for first in ([*surnames, usual] if usual not in surnames else surnames)]


@lru_cache(maxsize=1)
def _surnames() -> dict[str, tuple[str, ...]]:
    return {entry[0]: tuple(entry[1:].split("/")) for entry in _READINGS.split()}


@lru_cache(maxsize=1)
def _compounds() -> dict[str, tuple[str, ...]]:
    return {entry[:2]: tuple(entry[2:].split("-")) for entry in _COMPOUND.split()}


@lru_cache(maxsize=16384)
def _spoken(text: str) -> tuple[str, ...]:
    return tuple(syllable for syllable in lazy_pinyin(text) if syllable.strip())


def _syllables(text: str) -> list[str]:
    return list(_spoken(text))


def _joined(words: Iterable[str]) -> str:
    """Return the words between separators, as many as there is room for: no word is cut."""
    key = SEPARATOR
    for word in words:
        longer = f"{key}{word}{SEPARATOR}"
        if len(longer) <= LONGEST_KEY:
            key = longer
    return key
