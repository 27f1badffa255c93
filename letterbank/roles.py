"""The PostgreSQL roles of the surfaces. A name here is a role there; on SQLite they do not exist."""

import re

from letterbank.permissions import Actor

OWNER = "lb_owner"
CENTRAL = "lb_central"
FACILITY = "lb_facility"
FACILITIES = "lb_facilities"  # the group every facility's role inherits its grants from
PUBLIC = "lb_public"

_CODE = re.compile(r"[A-Z][A-Z0-9]{0,19}")


def is_facility_code(code: str) -> bool:
    """Facility codes are part of role names, domains and cover sheets: capitals and digits only."""
    return bool(_CODE.fullmatch(code))


def facility_role(code: str) -> str:
    """Raises ValueError for anything but a facility code, so that no name reaches SQL unchecked."""
    if not is_facility_code(code):
        raise ValueError("not a facility code")
    return f"{FACILITY}_{code.lower()}"


def role_for(actor: Actor) -> str | None:
    """The role a unit of work is narrowed to once its person is known."""
    return facility_role(actor.facility) if actor.facility else None
