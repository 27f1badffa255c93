"""A request under another host's name gets one neutral sentence, on every surface, and no fault."""

from itertools import product

import pytest

from letterbank.audit.model import CentralEntry

NOTHING = "There is nothing at this address.\n"
HOSTS = ("elsewhere.example", "central.localhost.elsewhere.example", "a b", "")


@pytest.mark.parametrize("surface", ["public", "facility", "central"])
def test_another_hosts_name_opens_nothing(town, surface):
    for host, address in product(HOSTS, ("/", "/sign-in", "/static/mark.svg", "/nothing")):
        answer = town.app(surface).test_client().get(address, headers={"Host": host})

        assert (answer.status_code, answer.mimetype, answer.text) == (404, "text/plain", NOTHING)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("surface", ["public", "facility", "central"])
def test_a_form_sent_under_another_hosts_name_changes_nothing(town, surface):
    answer = town.app(surface).test_client().post("/sign-in", headers={"Host": "elsewhere.example"}, data={"a": "b"})

    assert (answer.status_code, answer.text) == (404, NOTHING)
    with town.department.office("central").database.reading() as session:
        assert session.query(CentralEntry).count() == 0
