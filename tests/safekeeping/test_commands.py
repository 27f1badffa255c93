"""`letterbank backup`: an operator keeps two sets and brings a department back from them."""

import json

import pytest
from click.testing import CliRunner

from letterbank.cli import main
from letterbank.cli.home import Home
from letterbank.installation import Wanted, make_home, prepare_databases
from letterbank.rounds import WORKER
from letterbank.settings import Settings
from notifications import intake
from notifications.drops import REQUEST
from notifications.model import Request
from notifications.receipts import new_receipt


@pytest.fixture
def home(tmp_path):
    make_home(tmp_path / "home", Wanted("mississippi", ("NORTH",), {}))
    return tmp_path / "home"


def run(home, *words):
    said = CliRunner().invoke(main, ["--home", str(home), *map(str, words)])
    assert said.exception is None or isinstance(said.exception, SystemExit), said.exception
    return said


def ask(home) -> str:
    """Somebody asks to be told; her receipt number."""
    office = Home(home).office("central")
    receipt = new_receipt(office.ids)
    with office.writing(WORKER) as work:
        intake.open_request(work, work.new_id(), {"kind": REQUEST, "receipt": receipt, "name": "Ruth Alder"})
    office.database.close()
    return receipt


def test_a_receipt_is_known_again_after_a_restore(home, tmp_path):
    receipt = ask(home)
    sets = [
        json.loads(run(home, "backup", kind, tmp_path / "kept", "--json").output)["file"]
        for kind in ("records", "keys")
    ]
    settings = Settings.from_home(home, {})
    for database in home.glob("*.sqlite*"):
        database.unlink()
    prepare_databases(settings)

    said = run(home, "backup", "restore", *sets)

    assert said.exit_code == 0, said.output
    assert "Nothing was sent" in said.output
    with Home(home).office("central").writing(WORKER) as work:
        assert isinstance(intake.find_by_receipt(work, receipt), Request)


def test_backups_are_not_kept_beside_what_they_back_up(home):
    said = run(home, "backup", "keys", home / "backups")

    assert said.exit_code == 1
    assert "outside the installation's folder" in said.output
