"""Every table of the product: importing the models is what puts them into the metadata."""

from accounts import models as account_models
from core import audit, files, notices, outbox
from core.db import Base
from core.jobs import models as job_models
from core.sheets import models as sheet_models
from rotation.models import cycles as cycle_models
from rotation.models import plans as plan_models
from rotation.models import reviews as review_models
from teachers import models as teacher_models
from training import models as training_models

MODULES = (
    audit,
    files,
    notices,
    outbox,
    job_models,
    sheet_models,
    account_models,
    teacher_models,
    training_models,
    cycle_models,
    plan_models,
    review_models,
)
METADATA = Base.metadata
