"""What happens to accounts, one verb per function; every one leaves its entry in the audit trail."""

from accounts.services.credentials import change_password, issue_password
from accounts.services.doors import (
    change_preferences,
    close_session,
    close_sessions,
    enter,
    keep_hash_current,
    note_failure,
    open_session,
    renew_session,
)
from accounts.services.factors import (
    answer_code,
    begin_second_factor,
    confirm_second_factor,
    make_recovery_codes,
    reset_second_factor,
)
from accounts.services.linking import link_file
from accounts.services.people import (
    disable,
    enable,
    give_role,
    open_account,
    register_account,
    rename,
    take_role,
)

__all__ = [
    "answer_code",
    "begin_second_factor",
    "change_password",
    "change_preferences",
    "close_session",
    "close_sessions",
    "confirm_second_factor",
    "disable",
    "enable",
    "enter",
    "give_role",
    "issue_password",
    "keep_hash_current",
    "link_file",
    "make_recovery_codes",
    "note_failure",
    "open_account",
    "open_session",
    "register_account",
    "rename",
    "renew_session",
    "reset_second_factor",
    "take_role",
]
