"""Pages of those who run the site: the audit trail, background jobs, the rules in force, and the health of it all."""

from app.operations import audit_views, health_views, job_views, rule_views
from app.operations.frame import blueprint

__all__ = ["audit_views", "blueprint", "health_views", "job_views", "rule_views"]
