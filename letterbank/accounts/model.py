"""Staff and what lets them in. A record belongs to one surface; a facility's people carry its code in every row.

On PostgreSQL `lb_facility` reads the rows of all facilities here, because sign-in comes before the facility is known;
from the moment a person is named, the unit is narrowed and reads and writes its own facility's rows only. A facility's
role writes: staff.{password, totp, totp_counter, recovery_codes, bad_tries, locked_at, last_signed_in,
fs_webauthn_user_handle}, enrolment.{password, totp, wrong_tries, used_at}, passkey and sign_in_session wholly.
"""

from datetime import datetime
from typing import Any

from flask_security.core import UserMixin, WebAuthnMixin
from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from letterbank.db import Base
from letterbank.ids import Id
from letterbank.permissions import Actor, Role


class Staff(UserMixin, Base):
    """`totp` is sealed to the domain this person works under; recovery codes are kept as keyed digests."""

    __tablename__ = "staff"
    __table_args__ = (
        UniqueConstraint("surface", "login"),
        CheckConstraint("(surface = 'facility') = (facility_code IS NOT NULL)", name="facility_people_have_one"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)  # type: ignore[assignment]  # the library thinks of numbers
    name: Mapped[str]
    login: Mapped[str]
    surface: Mapped[str]
    facility_code: Mapped[str | None] = mapped_column(ForeignKey("facility.code"))
    held: Mapped[list[str]] = mapped_column(JSON)
    active: Mapped[bool] = mapped_column(default=True)
    since: Mapped[datetime]
    password: Mapped[str | None]
    totp: Mapped[bytes | None]
    totp_counter: Mapped[int] = mapped_column(default=0)
    recovery_codes: Mapped[list[str]] = mapped_column(JSON, default=list)
    bad_tries: Mapped[list[str]] = mapped_column(JSON, default=list)
    locked_at: Mapped[datetime | None]
    last_signed_in: Mapped[datetime | None]
    fs_webauthn_user_handle: Mapped[str | None]  # type: ignore[assignment]  # none until the first passkey

    webauthn: Mapped[list["Passkey"]] = relationship(  # type: ignore[assignment]  # our own class of the library's mixin
        back_populates="staff", cascade="all, delete-orphan"
    )

    @property
    def held_roles(self) -> list[Role]:
        return [Role(word) for word in self.held]

    @property
    def fs_uniquifier(self) -> str:  # type: ignore[override]  # sessions die by their own row, not by this name
        return self.id

    @property
    def subject(self) -> str:
        return f"staff/{self.id}"

    @property
    def actor(self) -> Actor:
        return Actor(
            id=self.id,
            name=self.name,
            surface=self.surface,
            roles=frozenset(self.held_roles),
            facility=self.facility_code,
        )

    @property
    def domain(self) -> str:
        """The key domain that seals this person's second factor."""
        return f"facility/{self.facility_code}" if self.facility_code else "bank"

    @property
    def tf_primary_method(self) -> str | None:  # type: ignore[override]  # told by the secret, not kept beside it
        return "authenticator" if self.totp else None

    @property
    def tf_totp_secret(self) -> str | None:  # type: ignore[override]  # the library only asks whether there is one
        return "sealed" if self.totp else None

    @property
    def mf_recovery_codes(self) -> list[str]:  # type: ignore[override]  # digests; second_factor.py spends them
        return self.recovery_codes

    def is_locked(self, form_error: list[str] | None = None) -> bool:
        return self.locked_at is not None


class Passkey(WebAuthnMixin, Base):
    __tablename__ = "passkey"

    id: Mapped[Id] = mapped_column(primary_key=True)  # type: ignore[assignment]  # the library thinks of numbers
    staff_id: Mapped[Id] = mapped_column(ForeignKey("staff.id"), index=True)
    facility_code: Mapped[str | None]
    name: Mapped[str]
    credential_id: Mapped[bytes] = mapped_column(index=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[str] | None] = mapped_column(JSON)
    backup_state: Mapped[bool]
    device_type: Mapped[str]
    extensions: Mapped[str | None]
    lastuse_datetime: Mapped[datetime]
    usage: Mapped[str]

    staff: Mapped[Staff] = relationship(back_populates="webauthn")

    def get_user_mapping(self) -> dict[str, Any]:
        return {"id": self.staff_id}


class SignInSession(Base):
    """One sign-in. The browser holds the secret, the row its digest; the row decides (AC-05)."""

    __tablename__ = "sign_in_session"
    __table_args__ = {"info": {"backup": "never"}}  # a restore must not let anyone back in

    id: Mapped[Id] = mapped_column(primary_key=True)
    staff_id: Mapped[Id] = mapped_column(ForeignKey("staff.id"), index=True)
    facility_code: Mapped[str | None]
    digest: Mapped[bytes] = mapped_column(index=True)
    begun_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    why_ended: Mapped[str | None]


class Enrolment(Base):
    """One printed code. What the person has chosen so far waits here and reaches `staff` only at the end."""

    __tablename__ = "enrolment"
    __table_args__ = {"info": {"backup": "never"}}  # a restore must not let anyone back in

    id: Mapped[Id] = mapped_column(primary_key=True)
    staff_id: Mapped[Id] = mapped_column(ForeignKey("staff.id"), index=True)
    facility_code: Mapped[str | None]
    digest: Mapped[bytes]
    made_at: Mapped[datetime]
    made_by: Mapped[Id]
    expires_at: Mapped[datetime]
    wrong_tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
    password: Mapped[str | None]
    totp: Mapped[bytes | None]
