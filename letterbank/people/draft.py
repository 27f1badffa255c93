"""Register files that somebody looks at before taking them in. Sealed, and gone once decided.

No facility role can see this table.
"""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from letterbank.db import Base
from letterbank.ids import Id
from letterbank.vault import Sealed, SealedRecord, VictimKey
from letterbank.vault.sealed import TAKE_IN


class RegisterDraft(SealedRecord, Base):
    """The three files as they came, packed one after the other."""

    __tablename__ = "register_draft"
    key_table = VictimKey
    purposes = frozenset({TAKE_IN})

    id: Mapped[Id] = mapped_column(primary_key=True)
    brought_by: Mapped[Id]
    at: Mapped[datetime]
    files: Mapped[bytes | None] = mapped_column(Sealed(text=False))

    @property
    def key_id(self) -> Id:
        return self.id

    @property
    def place(self) -> str:
        return f"register/{self.id}"
