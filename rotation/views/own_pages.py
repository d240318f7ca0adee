"""Rotation as one teacher sees it: the own eligibility and why, preferences, the final result, an objection."""

from flask import request

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading
from core.errors import NotFound
from core.web.pages import render
from policy.messages import say
from rotation import queries, services
from rotation.forms.decisions import ObjectionForm
from rotation.forms.preferences import offered, preference_form, ranked
from rotation.views.answering import Answer, attempt, done, shown
from rotation.views.blueprints import own_rotation


@own_rotation.get("")
@requires(Permission.PREFERENCE_FILE, Permission.RESULT_READ)
def show() -> str:
    """Show the own case; only what is final is told."""
    return render("my/rotation.html", own=queries.own_rotation(reading(), signed_in(), on=today()))


@own_rotation.route("/preferences", methods=["GET", "POST"])
@requires(Permission.PREFERENCE_FILE)
def preferences() -> Answer:
    """File the own preferences, or change them until the deadline."""
    reader = signed_in()
    page = services.preferences_page(reading(), by=reader, on=today())
    form = preference_form(page.most, offered(page))(data=ranked(page))
    seen = request.form.get("seen", "") if form.was_sent else services.stamp_of(page.filed_at)
    filed = attempt(
        form,
        lambda tx: services.file_preferences(tx, page.cycle_id, form.school_ids(), by=reader, on=today(), seen=seen),
    )
    if filed:
        withdrawn = say("Your list is empty now: you have filed no preference.")
        return done(say("Your preferences are filed.") if form.school_ids() else withdrawn, "own_rotation.show")
    return shown("my/rotation_preferences.html", form, page=page, seen=seen)


@own_rotation.route("/objection", methods=["GET", "POST"])
@requires(Permission.OBJECTION_FILE)
def object_to_result() -> Answer:
    """Object to the own result, with the reason."""
    reader = signed_in()
    page = queries.own_rotation(reading(), reader, on=today())
    own = next((found for found in (page, page and page.decided) if found and found.may_object), None)
    if own is None:
        raise NotFound
    form = ObjectionForm()
    if attempt(form, lambda tx: services.object_to_result(tx, own.cycle_id, form.words(), by=reader, on=today())):
        return done(say("Your objection is filed; district HR answers it."), "own_rotation.show")
    return shown("my/rotation_objection.html", form, own=own)
