"""Background jobs: rows that are claimed, leased and fenced; a queue that only wakes; children that may be killed.

The rest of the product needs no more than what is named here.
"""

from core.jobs.binding import bind
from core.jobs.claims import Claim
from core.jobs.context import JobContext
from core.jobs.models import Job
from core.jobs.queries import active_job, latest_job
from core.jobs.running import run_in_place, run_waiting
from core.jobs.services import enqueue, request_cancel, retry
from core.jobs.vocabulary import Cancelled, Fenced, JobKind, JobState

__all__ = [
    "Cancelled",
    "Claim",
    "Fenced",
    "Job",
    "JobContext",
    "JobKind",
    "JobState",
    "active_job",
    "bind",
    "enqueue",
    "latest_job",
    "request_cancel",
    "retry",
    "run_in_place",
    "run_waiting",
]
