"""Victims: everything she told us, sealed under her own key in the domain `victims`.

No facility role can see that this table exists (R37), and no code of letters or screening imports this module.
"""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from letterbank.db import Base
from letterbank.ids import Id
from letterbank.vault import Sealed, SealedRecord, VictimKey
from letterbank.vault.sealed import CHECK, CONTACT, MATCH, PACK, READ_VICTIM, REFERRAL, VERIFY

DOMAIN = "victims"


class Victim(SealedRecord, Base):
    """One person. `safe_way` is `telephone`, `letter` or `i_will_call`; she named it, nobody widens it (R21).

    `leave_alone` are the days on which nothing of ours should reach her, in her words (R26).
    """

    __tablename__ = "victim"
    key_table = VictimKey
    purposes = frozenset({READ_VICTIM, VERIFY, MATCH, CONTACT, PACK, CHECK, REFERRAL})

    id: Mapped[Id] = mapped_column(primary_key=True)
    since: Mapped[datetime]
    name: Mapped[bytes | None] = mapped_column(Sealed())
    safe_way: Mapped[bytes | None] = mapped_column(Sealed())
    telephone: Mapped[bytes | None] = mapped_column(Sealed())
    voicemail: Mapped[bytes | None] = mapped_column(Sealed())
    hours: Mapped[bytes | None] = mapped_column(Sealed())
    address: Mapped[bytes | None] = mapped_column(Sealed())
    call_us: Mapped[bytes | None] = mapped_column(Sealed())
    word_first: Mapped[bytes | None] = mapped_column(Sealed())
    leave_alone: Mapped[bytes | None] = mapped_column(Sealed())
    notes: Mapped[bytes | None] = mapped_column(Sealed())

    @property
    def key_id(self) -> Id:
        return self.id

    @property
    def place(self) -> str:
        return f"victim/{self.id}"
