"""The administrator at her desk, and what the audit says of sign-ins."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select

from letterbank.audit.model import CentralEntry, FacilityEntry
from tests.signing import MANAGER, Browser, Town, sign_in


@pytest.fixture
def administrator(town: Town) -> Browser:
    return sign_in(town, MANAGER)


@pytest.fixture
def written(town: Town) -> Callable[..., list[tuple[str, str]]]:
    """`written("staff/…")`: act and outcome of every entry on this subject, or of all, in order."""

    def read(subject: str = "") -> list[tuple[str, str]]:
        contents = []
        for surface, table in (("central", CentralEntry), ("facility", FacilityEntry)):
            with town.department.office("central").database.reading() as session:
                rows = session.scalars(select(table.written).order_by(table.chain, table.number)).all()
            contents += [json.loads(row) for row in rows if json.loads(row)["surface"] == surface]
        return [(each["act"], each["outcome"]) for each in contents if not subject or subject in each["on"]]

    return read
