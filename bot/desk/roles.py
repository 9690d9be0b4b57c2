"""Who may use what at the desk. What is not listed here is refused."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What a staff account may be for; an account can have several."""

    ADMINISTRATOR = "administrator"
    MODERATOR = "moderator"
    SAFEGUARDING_LEAD = "safeguarding-lead"
    PARTICIPATION_WORKER = "participation-worker"

    @property
    def label(self) -> str:
        """As read on a page."""
        return self.value.replace("-", " ")

    @property
    def one(self) -> str:
        """As in: an administrator."""
        return f"{'an' if self is Role.ADMINISTRATOR else 'a'} {self.label}"


EVERYONE_SIGNED_IN = frozenset(Role)
_MODERATORS = frozenset({Role.MODERATOR})
_READ_APPROVED = frozenset({Role.MODERATOR, Role.PARTICIPATION_WORKER})
_LOOK_AFTER_FLAGS = frozenset({Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR})
_LEADS = frozenset({Role.SAFEGUARDING_LEAD})
_ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
_USE_RESULTS = frozenset({Role.PARTICIPATION_WORKER, Role.ADMINISTRATOR})

WITHOUT_SIGN_IN = frozenset({"sign_in", "sign_in_sent", "link", "link_sent", "static", "missing"})
"""Pages that have to work before anyone is signed in."""

MATRIX: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        "home": EVERYONE_SIGNED_IN,
        "sign_out": EVERYONE_SIGNED_IN,
        "own_password": EVERYONE_SIGNED_IN,
        "own_password_sent": EVERYONE_SIGNED_IN,
        "answers": _MODERATORS,
        "approved": _READ_APPROVED,
        "approved_sought": _READ_APPROVED,
        "answer": _MODERATORS,
        "approve": _MODERATORS,
        "leave_out": _MODERATORS,
        "undo": _MODERATORS,
        "raise_worry": _MODERATORS,
        "read_by_person": _MODERATORS,
        "gone_on_with": _MODERATORS,
        "marked": _MODERATORS,
        "hide_more": _MODERATORS,
        "hide_previewed": _MODERATORS,
        "hide_kept": _MODERATORS,
        "hide_undone": _MODERATORS,
        "hide_others": _MODERATORS,
        "hidden_in_others": _MODERATORS,
        "raise_unread_worry": _MODERATORS,
        "themes": _MODERATORS,
        "to_code": _MODERATORS,
        "coding": _MODERATORS,
        "coded": _MODERATORS,
        "frame": _MODERATORS,
        "theme": _MODERATORS,
        "theme_added": _MODERATORS,
        "theme_changed": _MODERATORS,
        "theme_merged": _MODERATORS,
        "theme_split": _MODERATORS,
        "retrain": _MODERATORS,
        "use_coder": _MODERATORS,
        "new_themes": _MODERATORS,
        "new_theme_named": _MODERATORS,
        "new_theme_merged": _MODERATORS,
        "new_theme_split": _MODERATORS,
        "new_theme_left": _MODERATORS,
        "flags": _LOOK_AFTER_FLAGS,
        "close_flag": _LOOK_AFTER_FLAGS,
        "cases": _LEADS,
        "case": _LEADS,
        "screening_counts": _LOOK_AFTER_FLAGS,
        "alerts": _LEADS,
        "alerts_email": _LEADS,
        "alerts_telegram": _LEADS,
        "alerts_ended": _LEADS,
        "case_taken": _LEADS,
        "case_handed_over": _LEADS,
        "case_noted": _LEADS,
        "case_level": _LEADS,
        "case_closed": _LEADS,
        "case_reopened": _LEADS,
        "case_undone": _LEADS,
        "let_through": _LEADS,
        "keep_out_again": _LEADS,
        "results": _USE_RESULTS,
        "letter": _USE_RESULTS,
        "data": _USE_RESULTS,
        "record": _ADMINISTRATORS,
        "running": _USE_RESULTS,
        "preview": _USE_RESULTS,
        "share": _USE_RESULTS,
        "poster_made": _USE_RESULTS,
        "opened": _ADMINISTRATORS,
        "closed": _ADMINISTRATORS,
        "new_consultation": _ADMINISTRATORS,
        "new_checked": _ADMINISTRATORS,
        "copied": _ADMINISTRATORS,
        "words": _ADMINISTRATORS,
        "words_changed": _ADMINISTRATORS,
        "group_code_made": _ADMINISTRATORS,
        "group_sheet_made": _ADMINISTRATORS,
    }
)
"""The name of each page that needs a sign-in, with the roles that may use it."""


def may(roles: Collection[str], page: str) -> bool:
    """Whether an account with these roles may use this page."""
    return not MATRIX.get(page, frozenset()).isdisjoint(roles)


def known_roles(names: Collection[str]) -> frozenset[Role]:
    """Roles by name, as a command was given them. Raises ValueError that says which there are."""
    try:
        return frozenset(Role(name) for name in names)
    except ValueError:
        raise ValueError(f"choose roles from: {', '.join(Role)}") from None
