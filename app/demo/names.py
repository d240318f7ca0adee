"""Names for invented people: surnames by how common they are, given names by the decade of birth and sex.

Assembled by hand from what was in fashion when; nobody is meant.
"""

from policy.vocabulary import Sex

# One character each, common first: the two rows are drawn from about evenly, the rest now and then.
MOST_COMMON_SURNAMES = tuple("王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗")
COMMON_SURNAMES = tuple(
    "郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
RARE_SURNAMES = (
    *"亓仝佘逄缑逯郄璩禤麴宓芮晏褚阚禹祁卞闵戚殷柴车单冉霍樊",
    *("欧阳", "尉迟", "司徒", "上官", "诸葛", "皇甫", "令狐", "慕容", "端木", "东方", "夏侯", "司马", "长孙", "呼延"),
)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Given names by the last year of birth they suit, then by sex.
GIVEN_NAMES: tuple[tuple[int, dict[Sex, tuple[str, ...]]], ...] = (
    (
        1974,
        {
            Sex.MALE: _words(
                "建国 志强 卫东 建军 国强 永刚 文革 立新 学军 红旗 建华 德胜 福生 振华 长江 守信 宝山 玉柱 "
                "春生 国栋 志国 双喜 金贵 庆丰 树林 向东 保国 铁军 万里 世昌"
            ),
            Sex.FEMALE: _words(
                "秀英 桂兰 玉梅 丽华 红梅 桂芳 秀兰 淑珍 建华 海燕 春梅 凤英 玉兰 淑芬 秀云 爱华 红霞 桂荣 "
                "月娥 金凤 素珍 晓红 永红 立英 瑞芳 翠萍 惠敏 文英 雪梅 国英"
            ),
        },
    ),
    (
        1984,
        {
            Sex.MALE: _words(
                "伟 军 勇 涛 斌 磊 刚 建 海涛 志勇 文斌 建平 晓东 立军 学文 海波 春雷 宏伟 "
                "俊峰 国庆 永强 志刚 新民 立峰 文军 晓峰 卫平 景行 世杰 长青"
            ),
            Sex.FEMALE: _words(
                "静 敏 丽 艳 芳 娟 霞 红 玲 燕 丽娟 晓燕 春燕 海霞 雪梅 晓丽 志红 文静 "
                "秀丽 丽萍 晓玲 小红 立平 冬梅 慧敏 亚楠 丽红 俊英 晓梅 美玲"
            ),
        },
    ),
    (
        1993,
        {
            Sex.MALE: _words(
                "鹏 超 浩 杰 亮 洋 宇 凯 帅 龙 晨 旭 志鹏 文博 海洋 晓明 建宇 俊杰 "
                "思远 明哲 一鸣 天宇 泽 翀 赟 喆 博文 子健 少华 云飞"
            ),
            Sex.FEMALE: _words(
                "婷 丹 雪 莹 倩 娜 佳 琳 颖 悦 婷婷 丽娜 晓婷 文婷 思思 梦 雅静 佳佳 "
                "晶晶 玉洁 慧 洁 珊 珺 玥 一帆 雨桐 思齐 安然 静宜"
            ),
        },
    ),
    (
        9999,
        {
            Sex.MALE: _words(
                "浩然 宇轩 子轩 天佑 俊熙 梓轩 皓轩 泽宇 一鸣 博远 嘉树 昊天 知行 明轩 奕辰 书恒 子昂 睿 "
                "淼 犇 昇 頔 𬭎 景澄 承宇 逸飞 星河 立言 牧之 怀瑾"
            ),
            Sex.FEMALE: _words(
                "欣怡 梓涵 雨欣 诗涵 可欣 子涵 佳怡 梦瑶 思雨 若曦 语嫣 嘉怡 晓棠 知微 慕青 令仪 子衿 念慈 "
                "婉清 若水 韫 玥 珺瑶 翊 㛃 依诺 清扬 沐晴 书瑶 一诺"
            ),
        },
    ),
)

# Two characters that were combined then: the first from the one row, the second from the other.
GIVEN_PAIRS: tuple[tuple[int, dict[Sex, tuple[str, str]]], ...] = (
    (
        1974,
        {
            Sex.MALE: ("建国志永德福振玉春卫", "国强军明林华生平山才"),
            Sex.FEMALE: ("秀淑桂玉丽春凤素爱文", "英兰珍华芳云梅琴荣霞"),
        },
    ),
    (
        1984,
        {
            Sex.MALE: ("海晓志文建立永俊宏新", "涛军斌峰伟东辉民波利"),
            Sex.FEMALE: ("晓丽春海雪小文秀慧亚", "燕红娟玲霞敏芳静艳萍"),
        },
    ),
    (
        1993,
        {
            Sex.MALE: ("志文俊明天博少子云晨", "鹏博杰哲宇超健洋飞轩"),
            Sex.FEMALE: ("雅思文佳梦晓婉雨静诗", "婷琪静莹雪洁颖娜琳然"),
        },
    ),
    (
        9999,
        {
            Sex.MALE: ("子浩宇嘉俊知泽明景承", "轩然宸泽辰昊远睿行安"),
            Sex.FEMALE: ("欣梓诗雨语若嘉沐清依", "怡涵萱桐彤晴瑶诺妍宁"),
        },
    ),
)
