"""A principal's review: what a proposal does to the own school, agree or object to each person, send the answers."""

from flask import request
from sqlalchemy.orm import Session

from accounts.guards import requires
from accounts.identity import signed_in
from accounts.permissions import Permission
from core.clock import today
from core.db import reading
from core.web.pages import render
from policy.messages import say
from rotation import queries, services
from rotation.forms.reviews import ReviewForm, filled, review_form
from rotation.views.answering import Answer, attempt, done, seen_version, shown
from rotation.views.blueprints import reviews


@reviews.get("/reviews")
@requires(Permission.REVIEW_ANSWER, Permission.REVIEW_REPLY)
def index() -> str:
    """List the reviews of the own school, or all that are under way."""
    return render("reviews/index.html", reviews=queries.reviews_of(reading(), signed_in()))


@reviews.route("/reviews/<int:review_id>", methods=["GET", "POST"])
@requires(Permission.REVIEW_ANSWER)
def review(review_id: int) -> Answer:
    """Answer for the own school; what was sent can only be read."""
    page, deed = queries.review_page(reading(), review_id, signed_in(), on=today()), request.form.get("deed", "")
    form = review_form((item.id, item.move.name) for item in (*page.incoming, *page.outgoing))(data=filled(page))
    form.sending = deed == "send"
    if deed == "agree":
        form.agree_to_all()
    if attempt(form, lambda tx: _keep(tx, review_id, form, deed)):
        message = say("Your answers are sent.") if deed == "send" else say("Your answers are kept, not sent yet.")
        return done(message, "reviews.review", review_id=review_id)
    return shown("reviews/show.html", form, review=page)


def _keep(tx: Session, review_id: int, form: ReviewForm, deed: str) -> None:
    """Keep the answers given and, where asked for, send them; one transaction for both."""
    reader, day = signed_in(), today()
    services.answer_items(tx, review_id, form.drafts(), by=reader, on=day)
    if deed == "send":
        services.send_review(tx, review_id, seen_version(), by=reader, on=day)
