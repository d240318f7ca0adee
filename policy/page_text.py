"""The words of docs/policy.md that are not data: introduction, names of the groups, what the confidence words mean."""

from policy.catalogue import Confidence

INTRODUCTION = """# Policy: every number, with its source

This page is generated from `policy/district.toml` by `python -m policy.page`; do not edit it.

The numbers of the planner can be changed by a district in its `policy.toml`, written as nested TOML with the same keys.
What a district leaves out keeps the value below, at every depth: `speed_kmh = { urban = 20 }` changes one speed alone.

```toml
[cycle]
reference_date = 2026-09-01

[rotation]
scope = "near"

[travel]
speed_kmh = { urban = 20 }

[curriculum]
"语文" = { 1 = 8, 2 = 8 }             # lessons a week by grade, or a list from the first grade on
"书法" = [1, 1, 1, 1, 1, 1]

[load]
table = "B"                           # one of the shipped tables of full weekly loads

[load.primary]
"书法" = 16                           # and single entries over it; "*" is every other subject

[subject_alias]
"外语" = "英语"                       # left the name in [curriculum], right the name in the district's tables
```
"""

GROUPS = {
    "cycle": "Cycle (轮岗年度)",
    "eligibility": "Eligibility (符合交流条件)",
    "rotation": "Rotation (交流轮岗)",
    "travel": "Travel (通勤)",
    "shortage": "Subject shortage (学科缺口)",
    "balance": "Balance of the teacher indicators (优质均衡)",
    "burden": "Burden of a move (交流负担)",
    "priorities": "Priorities (目标次序)",
    "sharing": "Shared teachers (走教)",
    "grades": "Grades of the stages (学段年级)",
    "curriculum": "Weekly lessons (周课时)",
    "load": "Full weekly load (满工作量)",
    "retirement": "Retirement (退休)",
    "competition": "Competition for posts (竞聘)",
    "publicity": "Public notice (公示)",
    "contract": "Contracts (聘用合同)",
    "quota": "Headcount (编制)",
    "qb": "Other thresholds of quality balance (优质均衡)",
    "credit": "Credits (学分)",
    "hours": "Training hours (学时)",
    "dual": "Dual-qualified teachers (双师型)",
    "registration": "Registration of certificates (定期注册)",
    "security": "Security (安全)",
}
"""Group (the first word of a key) and its heading, in the order of the page."""

RETIREMENT = """The month of retirement is the month of birth, plus the age before the rise, plus a delay. The delay is
none for births before the first birth month; after that one month for the first step of birth months and one more for
each further step, up to the greatest delay."""

NOT_CONFIRMED = (
    "These values are a best reading. The bureau should confirm or replace them before they decide anything."
)

CONFIDENCE = {
    Confidence.LAW: "the text of the statute was read",
    Confidence.PLAN: "an education plan of Beijing, Tongzhou or Mentougou was read",
    Confidence.READ: "read in a published article or notice",
    Confidence.KNOWN: "well known, not read again",
    Confidence.PRACTICE: "read in how other systems implement it",
    Confidence.TO_CONFIRM: "uncertain; to be confirmed by the bureau",
    Confidence.DERIVED: "computed or constructed from the sources",
    Confidence.OURS: "an engineering default of Junheng",
}
