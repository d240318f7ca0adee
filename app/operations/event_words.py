"""What the events and records of the audit trail are called; a test keeps the list complete."""

from collections.abc import Mapping

from policy.messages import Message, say

EVENTS: Mapping[str, Message] = {
    "audit.exported": say("audit trail exported"),
    "audit.verified": say("audit trail verified"),
    "campus.added": say("campus added"),
    "certificate.added": say("teaching certificate added"),
    "certificate.changed": say("teaching certificate changed"),
    "conduct.recorded": say("conduct veto recorded"),
    "correction.answered": say("reported error answered"),
    "correction.reported": say("error in the own file reported"),
    "cycle.changed": say("rotation cycle changed"),
    "cycle.list_fixed": say("eligibility list fixed"),
    "cycle.moved": say("rotation cycle moved on"),
    "cycle.opened": say("rotation cycle opened"),
    "cycle.policy_set": say("policy numbers of the cycle set"),
    "deferral.recorded": say("deferral recorded"),
    "deferral.withdrawn": say("deferral withdrawn"),
    "dual.recognised": say("dual qualification recognised"),
    "file.removed": say("file removed"),
    "file.stored": say("file stored"),
    "import.applied": say("import carried out"),
    "import.discarded": say("import discarded"),
    "import.failed": say("import failed"),
    "import.staged": say("file looked at for import"),
    "job.cancel_requested": say("job asked to stop"),
    "job.enqueued": say("job asked for"),
    "job.finished": say("job ended"),
    "job.requeued": say("job put back into the queue"),
    "job.retried": say("job tried again"),
    "objection.answered": say("teacher's objection answered"),
    "objection.filed": say("teacher's objection filed"),
    "placement.recorded": say("industry placement recorded"),
    "posting.begun": say("posting begun"),
    "posting.corrected": say("posting corrected"),
    "posting.ended": say("posting ended"),
    "preferences.filed": say("preferences filed"),
    "proposal.made": say("proposal made"),
    "proposal.price_asked": say("price of a move asked for"),
    "register.exported": say("register exported"),
    "review.answered": say("school answered"),
    "review.replied": say("school's objection answered"),
    "scenario.changed": say("scenario changed"),
    "scenario.made": say("scenario made"),
    "scenario.pinned": say("move pinned or forbidden"),
    "scenario.stop_requested": say("search asked to stop"),
    "scenario.unpinned": say("pin removed"),
    "school.changed": say("school changed"),
    "school.closed": say("school closed"),
    "school.counted": say("classes and pupils recorded"),
    "school.opened": say("school opened"),
    "teacher.changed": say("teacher's file changed"),
    "teacher.enrolled": say("teacher enrolled"),
    "teacher.left": say("teacher left"),
    "teacher.returned": say("teacher came back"),
    "teacher.unmasked": say("personal number shown in clear"),
    "training.approved": say("training approved by the district"),
    "training.changed": say("training record changed"),
    "training.entered": say("training record entered"),
    "training.exported": say("training records exported"),
    "training.logged": say("training logged"),
    "training.returned": say("training record returned"),
    "training.reversed": say("credits reversed"),
    "training.school_approved": say("training approved by the school"),
    "training.submitted": say("training submitted"),
    "training.withdrawn": say("training record withdrawn"),
    "travel.recorded": say("travel times recorded"),
    "user.disabled": say("account closed"),
    "user.enabled": say("account opened again"),
    "user.linked": say("account joined to a teacher's file"),
    "user.opened": say("account opened"),
    "user.password_changed": say("password changed"),
    "user.password_issued": say("password handed out"),
    "user.preferences_changed": say("reading preferences changed"),
    "user.recovery_code_used": say("recovery code used"),
    "user.recovery_codes_made": say("recovery codes made"),
    "user.renamed": say("account renamed"),
    "user.role_given": say("role given"),
    "user.role_taken": say("role taken away"),
    "user.second_factor_begun": say("second step begun"),
    "user.second_factor_reset": say("second step reset"),
    "user.second_factor_set": say("second step set up"),
    "user.sessions_ended": say("sign-ins ended"),
    "user.sign_in_failed": say("sign-in failed"),
    "user.signed_in": say("signed in"),
    "user.signed_out": say("signed out"),
}

KINDS: Mapping[str, Message] = {
    "audit": say("audit trail"),
    "cycle": say("rotation cycle"),
    "import_batch": say("import"),
    "job": say("job"),
    "proposal": say("proposal"),
    "review": say("review"),
    "scenario": say("scenario"),
    "school": say("school"),
    "stored_file": say("file"),
    "teacher": say("teacher"),
    "training_record": say("training record"),
    "user": say("account"),
}


def event_word(name: str) -> Message:
    """Return what an event is called; one nobody has named is shown by its name."""
    return EVENTS.get(name) or Message(_literal(name))


def kind_word(name: str) -> Message:
    """Return what a kind of record is called."""
    return KINDS.get(name) or Message(_literal(name))


def actor_word(actor: str) -> Message | str:
    """Return who acted; the product itself has no number and no name."""
    return say("the product itself") if actor == "system system" else actor


def _literal(name: str) -> str:
    """Return a name as a template that says nothing but it."""
    return name.replace("{", "{{").replace("}", "}}")
