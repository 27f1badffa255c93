"""How many letters one writer may have come to one person within a year: a fact of the writer's own letters alone."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from letterbank.errors import RuleBroken
from letterbank.letters.bank import Deposit
from letterbank.letters.model import Letter
from letterbank.vault import opening, opening_all
from letterbank.vault.sealed import REVIEW

if TYPE_CHECKING:
    from letterbank.work import Work

WITHIN = timedelta(days=365)
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "madam"})


def must_have_room(work: "Work", letter: Letter) -> None:
    """At the last pass. The writer's own names of the last year are opened and compared; nothing of them is kept."""
    allowed = work.policy.deposits_per_addressee
    recent = select(Letter).join(Deposit, Deposit.id == Letter.id).where(
        Deposit.offender_id == letter.offender_id, Deposit.banked_at > work.now - WITHIN
    )  # fmt: skip
    earlier = [other.newest for other in work.session.scalars(recent.order_by(Letter.id))]
    if len(earlier) < allowed:
        return
    wanted = plain_name(opening(work, letter.newest, REVIEW).addressee)
    opened = opening_all(work, earlier, REVIEW)
    same = sum(plain_name(other.addressee) == wanted for other in opened if not other.is_gone)
    if same >= allowed:
        raise RuleBroken(
            f"Within the last year this writer already gave {same} letters to the same person into the bank, and this "
            f"programme keeps {allowed} a year. Put it back until a year has passed since the first, or refuse it."
        )


def plain_name(name: str) -> str:
    """The name without titles, signs and capitals, as two letters by one hand may differ."""
    words = re.sub(r"[^\w\s]", " ", name.casefold()).split()
    return " ".join(word for word in words if word not in _TITLES)
