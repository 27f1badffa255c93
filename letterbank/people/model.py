"""What the department's register says: facilities, offenders, cases. Only register imports write these rows.

A case holds offence, county, number and date and no fact about a victim (R12).
"""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from letterbank.db import Base
from letterbank.ids import Id


class Facility(Base):
    """`code` is capitals and digits; it names a key domain and a database role."""

    __tablename__ = "facility"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class CaseOffender(Base):
    __tablename__ = "case_offender"

    case_id: Mapped[Id] = mapped_column(ForeignKey("court_case.id"), primary_key=True)
    offender_id: Mapped[Id] = mapped_column(ForeignKey("offender.id"), primary_key=True)


class Offender(Base):
    __tablename__ = "offender"
    __table_args__ = (Index("ix_offender_list", "facility_code", "name", "id"),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    facility_code: Mapped[str] = mapped_column(ForeignKey("facility.code"))
    cases: Mapped[list["Case"]] = relationship(secondary="case_offender", back_populates="offenders")


class Case(Base):
    __tablename__ = "court_case"

    id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    county: Mapped[str]
    offence: Mapped[str]
    offence_date: Mapped[date | None]
    offenders: Mapped[list[Offender]] = relationship(secondary="case_offender", back_populates="cases")

    @property
    def words(self) -> str:
        """How people name it: `Burglary, Hinds County, 12 May 2011 (2011-0148)`."""
        when = f", {self.offence_date:%-d %B %Y}" if self.offence_date else ""
        return f"{self.offence}, {self.county} County{when} ({self.number})"
