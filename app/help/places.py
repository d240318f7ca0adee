"""Which topic explains which page: what the question mark in the top bar opens."""

_BY_ENDPOINT = {
    "home.desk": "start",
    "home.messages": "start",
    "my.credits": "credits",
    "my.home": "hours",
    "operations.audit": "audit",
    "operations.job": "running",
    "operations.job_progress": "running",
    "operations.jobs": "running",
    "operations.rules": "counting",
    "own_rotation.object_to_result": "result",
    "own_rotation.preferences": "preferences",
    "own_rotation.show": "result",
    "reviews.decide": "decision",
    "reviews.decisions": "decision",
    "reviews.index": "review",
    "reviews.review": "review",
    "rotation.answer_objection": "replies",
    "rotation.answers": "replies",
    "rotation.close_review": "replies",
    "rotation.compare": "scenarios",
    "rotation.edit_scenario": "scenarios",
    "rotation.eligibility": "eligibility",
    "rotation.eligibility_changes": "eligibility",
    "rotation.eligibility_of": "eligibility",
    "rotation.end_override": "eligibility",
    "rotation.locks": "scenarios",
    "rotation.new_scenario": "scenarios",
    "rotation.objections": "replies",
    "rotation.override_eligibility": "eligibility",
    "rotation.proposal_check": "lines",
    "rotation.reply": "replies",
    "rotation.scenario": "scenarios",
    "rotation.scenarios": "scenarios",
    "rotation.submit_for_review": "replies",
    "rotation.why": "lines",
    "rotation.withdraw": "replies",
    "training.teacher": "credits",
    "training.teachers": "credits",
}
"""Endpoints with a topic of their own."""

_BY_PREFIX = (
    ("rotation.proposal", "proposal"),
    ("rotation.", "cycle"),
    ("my.", "hours"),
    ("training.", "approving"),
    ("own_file.", "own-file"),
    ("imports.", "import"),
    ("schools.", "register"),
    ("accounts.account", "signing-in"),
    ("accounts.change_password", "signing-in"),
    ("accounts.login", "signing-in"),
    ("accounts.second_factor", "signing-in"),
    ("accounts.set_up_second_factor", "signing-in"),
    ("accounts.new_recovery_codes", "signing-in"),
    ("accounts.", "accounts"),
)
"""The pages of one part of the site share a topic; the first beginning that fits decides."""

_TEACHERS = "teachers."


def topic_of(endpoint: str | None, *, whole_district: bool) -> str | None:
    """Return the topic of a page, None where no page of it is known; files of teachers read differently at a school."""
    name = endpoint or ""
    if name.startswith(_TEACHERS):
        return "register" if whole_district else "school-files"
    if name in _BY_ENDPOINT:
        return _BY_ENDPOINT[name]
    return next((topic for beginning, topic in _BY_PREFIX if name.startswith(beginning)), None)
