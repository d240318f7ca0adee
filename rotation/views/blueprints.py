"""The three blueprints of rotation: what the bureau works on, what is decided with others, what a teacher sees."""

from flask import Blueprint

rotation = Blueprint("rotation", __name__)
reviews = Blueprint("reviews", __name__)
own_rotation = Blueprint("own_rotation", __name__, url_prefix="/my/rotation")
