"""The sources of the rule-set that are written in English, as sentences: a page shows them in its reader's language."""

from collections.abc import Mapping

from policy.messages import Message, say

_ALL = (
    say("Anhui provincial standard"),
    say("Basic balance (before 教督〔2017〕6号)"),
    say("Beijing nine-department plan on rural teachers (2021-12 / 2022-01)"),
    say("Beijing press conference of 2021-08-25"),
    say("Beijing regulation on continuing education of professional staff, Art. 6"),
    say("Composite of local plans for 区管校聘"),
    say("Composite of provincial standards under 教师厅〔2022〕2号"),
    say("Constructed from 义务教育课程方案 2022: totals, shares and yearly lessons are met exactly"),
    say("Education plans 2021–25 of Beijing, Tongzhou and Mentougou"),
    say("Haidian district practice"),
    say("Junheng engineering default"),
    say("Junheng engineering default: no official weekly load is confirmed"),
    say("Junheng engineering default; 教师〔2014〕4号 asks for urban to rural"),
    say("Junheng engineering default; 教师〔2014〕4号 covers the compulsory stages, 延庆 extended it to the others"),
    say("Local practice"),
    say("Practice of several provinces under 教师厅〔2022〕2号"),
    say("Provincial monitors; 教职成〔2010〕12号"),
    say("Tongzhou education plan 2021–25"),
    say("Workload table A: a widely quoted provincial workload standard"),
    say("Workload table B: Beijing's old opinion on headcount (编制)"),
    say("Zhaoqing 高要区 2019"),
    say("“十四五”时期北京市中小学幼儿园教师培训学分管理办法, taken to continue"),
    say("中小学教师继续教育规定 (MoE Decree 7, 1999)"),
    say("中小学教师继续教育规定 (MoE Decree 7, 1999); 教师〔2011〕1号"),
    say("义务教育课程方案 2022 (nine years of compulsory education) and three years of senior school"),
    say("事业单位人事管理条例 (State Council Decree 652), Art. 12"),
    say("事业单位人事管理条例 (State Council Decree 652), Art. 13"),
    say("京教人〔2016〕15号; Beijing press conference of 2021-08-25"),
    say("京教人〔2016〕15号; Haidian: in principle the longest"),
    say("全国人民代表大会常务委员会关于实施渐进式延迟法定退休年龄的决定 (in force since 2025-01-01)"),
    say("国办发〔2001〕74号, city row"),
    say("国办发〔2001〕74号, county town row"),
    say("国办发〔2001〕74号, rural row"),
    say("教督〔2017〕6号, county rule"),
    say("教督〔2017〕6号, government item 12"),
    say("教督〔2017〕6号, government item 13"),
    say("教督〔2017〕6号, government item 14"),
    say("教督〔2017〕6号, government item 15"),
    say("教督〔2017〕6号, government item 3"),
    say("教督〔2017〕6号, government item 4"),
    say("教督〔2017〕6号, government item 5"),
    say("教督〔2017〕6号, government item 6"),
    say("教督〔2017〕6号, government item 7"),
    say("教督〔2017〕6号, government item 9"),
    say("教督〔2017〕6号, quality item"),
    say("教督〔2017〕6号, resource indicator 1"),
    say("教督〔2017〕6号, resource indicator 2"),
    say("教督〔2017〕6号, resource indicator 3"),
    say("教督〔2017〕6号, resource indicator 4"),
    say("教督〔2017〕6号, resource indicator 5"),
    say("教督〔2017〕6号, resource indicator 6"),
    say("教督〔2017〕6号, resource indicator 7"),
    say("教督〔2017〕6号, school rule"),
    say("教督〔2017〕6号, social recognition"),
    say("网络安全法, Art. 21(3)"),
)

SOURCES: Mapping[str, Message] = {source.template: source for source in _ALL}


def source_word(source: str) -> Message | str:
    """Return a source in words; titles and numbers of documents are as they are."""
    return SOURCES.get(source) or source
