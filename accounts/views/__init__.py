"""The pages of signing in, of one's own account, and of the administrator of accounts."""

from accounts.views import administration, door, factor, own, people, teachers
from accounts.views.frame import blueprint

__all__ = ["administration", "blueprint", "door", "factor", "own", "people", "teachers"]
