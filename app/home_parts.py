"""What other packages put on a teacher's home: the home belongs to `training`, which knows nothing of rotation."""

from accounts.identity import Identity
from accounts.permissions import Permission
from core.clock import today
from core.db import reading
from rotation import queries
from training.views.own import HomePart


def rotation_part(identity: Identity) -> HomePart | None:
    """Return how the own rotation stands, None where no cycle concerns the teacher."""
    if not identity.may(Permission.PREFERENCE_FILE):
        return None
    own = queries.own_rotation(reading(), identity, on=today())
    return HomePart("my/_rotation.html", {"own": own}) if own else None


HOME_PARTS = (rotation_part,)
"""The sections of a teacher's home beside credits and records, in their order."""
