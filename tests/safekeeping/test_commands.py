"""`letterbank backup`: an operator keeps two sets and brings a department back from them."""

import json
from contextlib import contextmanager

from letterbank.cli.home import Home
from letterbank.rounds import WORKER
from notifications import intake
from notifications.drops import REQUEST
from notifications.model import Request
from notifications.receipts import new_receipt
from tests.installations import two_databases
from tests.worlds import laid_by_hand


def ask(home) -> str:
    """Somebody asks to be told; her receipt number."""
    with at_the_centre(home) as work:
        receipt = new_receipt(work.ids)
        intake.open_request(work, work.new_id(), {"kind": REQUEST, "receipt": receipt, "name": "Ruth Alder"})
        laid_by_hand(work)
    return receipt


@contextmanager
def at_the_centre(home):
    office = Home(home).office("central")
    with office.writing(WORKER) as work:
        yield work
    office.database.close()
    office.dropbox.close()


def test_a_receipt_is_known_again_after_a_restore(installed, tmp_path, request):
    receipt = ask(installed.homes["central"])
    kept = str(tmp_path / "kept")
    sets = [
        json.loads(installed.says("central", "backup", kind, kept, "--json").stdout)["file"]
        for kind in ("records", "keys")
    ]
    installed.lose_databases(two_databases(request) if installed.urls else {})

    said = installed.says("owner", "backup", "restore", *sets)

    assert said.returncode == 0, said.stderr
    assert "Nothing was sent" in said.stdout
    with at_the_centre(installed.homes["central"]) as work:
        assert isinstance(intake.find_by_receipt(work, receipt), Request)


def test_backups_are_not_kept_beside_what_they_back_up(installed):
    said = installed.says("central", "backup", "keys", str(installed.homes["central"] / "backups"))

    assert said.returncode == 1
    assert "outside the installation's folder" in said.stderr
