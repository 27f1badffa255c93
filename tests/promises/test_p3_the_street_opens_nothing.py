"""P3: the process on the internet seals and opens nothing that was sent; its database has one insert-only table."""

import subprocess
import sys

import psycopg
import pytest

from letterbank.errors import Unreadable
from letterbank.roles import PUBLIC
from letterbank.vault.ring import CENTRAL_DOMAINS, load_publics, save_publics
from notifications import dropbox
from notifications.dropbox import DropBase
from tests.databases import as_role
from tests.schema import prepare
from tests.worlds import RING

ALONE = """
import sys
from letterbank.app import parts_of
from flask import Flask
parts_of("public")
known = [name for name in sys.modules if name.startswith(("letterbank.accounts", "letterbank.letters.views",
         "letterbank.people.victims", "screening", "notifications.intake", "notifications.offers"))]
print(" ".join(sorted(known)))
"""


def test_what_was_sent_opens_for_no_key_of_the_public_office(department):
    office = department.office("public")
    sealed = dropbox.seal_message(office.vault, "a" * 26, {"kind": "stop"})

    for domain in office.vault.ring.publics:
        with pytest.raises(Unreadable):
            office.vault.open_for(domain, sealed, f"drop/{'a' * 26}")
    assert office.vault.ring.held == {}
    assert dropbox.open_message(department.office("central").vault, "a" * 26, sealed) == {"kind": "stop"}


def test_the_public_key_file_holds_no_private_half(tmp_path):
    save_publics(RING, tmp_path / "public.json")
    written = (tmp_path / "public.json").read_text()

    assert load_publics(tmp_path / "public.json").held == {}
    for name, domain in RING.held.items():
        assert domain.to_text() not in written, name
    assert set(load_publics(tmp_path / "public.json").publics) >= set(CENTRAL_DOMAINS)


def test_its_database_has_one_table_of_two_columns_and_no_time():
    (table,) = DropBase.metadata.tables.values()

    assert [column.name for column in table.columns] == ["id", "sealed"]
    assert all(column.default is None and column.server_default is None for column in table.columns)
    assert not table.indexes


def test_every_message_is_one_size(department):
    vault = department.office("public").vault
    short, long = ({"kind": "message", "words": "x" * count} for count in (0, 9000))

    sizes = {len(dropbox.seal_message(vault, "a" * 26, message)) for message in (short, long)}

    assert len(sizes) == 1


def test_the_public_surface_loads_nothing_of_the_others():
    found = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, check=True)

    assert found.stdout.split() == []


def test_the_public_application_has_no_page_of_staff(town):
    pages = {rule.endpoint for rule in town.app("public").url_map.iter_rules()}

    assert {endpoint.partition(".")[0] for endpoint in pages} == {"public", "static"}


@pytest.mark.postgresql
@pytest.mark.parametrize("attempt", ["SELECT id FROM dropped", "DELETE FROM dropped", "UPDATE dropped SET sealed = ''"])
def test_its_role_puts_in_and_takes_nothing_out(fresh_postgres, attempt):
    url = fresh_postgres("dropbox")
    prepare(url)

    with psycopg.connect(as_role(url, PUBLIC), autocommit=True) as street:
        street.execute("INSERT INTO dropped VALUES ('a', 'x')")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            street.execute(attempt)
