"""`letterbank serve` for real: by host name, on a port of this machine, and never with the demonstration's door."""

import http.client
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager

import pytest

from letterbank.app import open_office
from letterbank.settings import Settings
from tests.cli.conftest import LETTERBANK, free_port, letterbank

PATIENCE = 30


@contextmanager
def served(home, port, **more):
    """The server, once it answers; stopped as an operator stops it."""
    words = [str(LETTERBANK), "--home", str(home), "serve"]
    with subprocess.Popen(words, env={"PATH": "/usr/bin:/bin", "LETTERBANK_PORT": str(port), **more}) as server:
        try:
            await_answer(server, port)
            yield
        finally:
            server.terminate()


def await_answer(server, port):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("the server did not open its door")


def ask(port, host, path="/", method="GET"):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request(method, path, headers={"Host": f"{host}:{port}"})
        with connection.getresponse() as answer:
            return answer.status, answer.read().decode()


def test_each_surface_answers_at_its_own_host_and_nothing_at_another(a_home):
    port = free_port()

    with served(a_home, port):
        status, page = ask(port, "public.localhost")
        assert (status, "<h1" in page) == (200, True)
        for surface in ("facility", "central"):
            assert ask(port, f"{surface}.localhost")[0] == 302
            assert "Sign in" in ask(port, f"{surface}.localhost", "/sign-in")[1]
        assert ask(port, "elsewhere.localhost")[0] == 404


def test_a_demonstration_is_not_served_as_if_it_were_real(run, a_home):
    (a_home / "demonstration").write_text("people and letters\n")

    refused = run("serve")

    assert refused.returncode == 1
    assert "only `letterbank demo` serves it" in refused.stderr


def test_a_real_server_has_no_door_to_a_demonstration(a_home):
    port = free_port()

    with served(a_home, port):
        for surface in ("facility", "central"):
            assert ask(port, f"{surface}.localhost", "/demonstration/enter", "POST")[0] in (400, 404)
            page = ask(port, f"{surface}.localhost", "/sign-in")[1]
            assert "made-up" not in page and "demonstration" not in page.lower()


def test_serving_never_reads_the_demonstration():
    code = (
        "import sys; from letterbank.cli import main; main.get_command(None, 'serve');"
        "print([name for name in sys.modules if 'demonstration' in name])"
    )

    read = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert read.stdout.strip() == "[]"


def test_every_fault_at_boot_is_said_at_once(run, a_home):
    (a_home / "keys" / "central.ring").chmod(0o644)
    (a_home / "keys" / "public.secret").unlink()
    (a_home / "letterbank.sqlite").unlink()

    refused = run("serve")

    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    for fault in ("central.ring", "public.secret", "database"):
        assert fault in refused.stderr


def test_surfaces_of_one_process_take_turns_at_one_lock(a_home):
    settings = Settings.from_home(a_home, {})

    central, facility, public = (open_office(settings, surface) for surface in ("central", "facility", "public"))

    assert central.database.turns is facility.database.turns
    assert central.dropbox is not None
    assert central.dropbox.turns is public.database.turns
    assert central.database.turns is not public.database.turns


def test_wrong_settings_are_said_at_once(run, a_home):
    with (a_home / "settings.env").open("a") as file:
        file.write("PORT=eighty\nSURFACES=public kitchen\nCOLOUR=blue\nCENTRAL_HOST=Public.localhost\nDROPBOX=mysql://x\n")

    refused = run("serve")

    assert refused.returncode == 1
    for fault in ("PORT", "kitchen", "COLOUR", "host name of more than one surface", "DROPBOX"):
        assert fault in refused.stderr


def test_a_line_that_says_nothing_or_says_it_twice_is_named(run, a_home):
    with (a_home / "settings.env").open("a") as file:
        file.write("SECURE=maybe\nPORT 8000\n")

    refused = run("serve")

    assert refused.returncode == 1
    assert "settings.env, line 4: SECURE is set twice" in refused.stderr
    assert "settings.env, line 5: this is no NAME=value" in refused.stderr


@pytest.mark.parametrize(("name", "value"), [("SECURE", "maybe"), ("FACILITIES", "NORTH NORTH")])
def test_a_setting_in_doubt_serves_nothing(a_home, name, value):
    refused = letterbank(a_home, "serve", **{f"LETTERBANK_{name}": value})

    assert refused.returncode == 1
    assert {"SECURE": "SECURE is yes or no", "FACILITIES": "NORTH is named twice"}[name] in refused.stderr


def test_plain_http_is_for_this_machine_alone(a_home):
    refused = letterbank(a_home, "serve", LETTERBANK_CENTRAL_HOST="evillocalhost")

    assert refused.returncode == 1
    assert "SECURE=no is for loopback only" in refused.stderr


def test_a_host_may_be_written_in_capitals():
    settings = Settings.from_mapping({"HOME": "/", "CENTRAL_HOST": "Letters.Example"})

    assert settings.hosts["central"] == "letters.example"


@pytest.mark.parametrize("command", [("worker", "--once"), ("worker",)])
def test_no_worker_runs_where_the_public_form_is_alone(a_home, command):
    refused = letterbank(a_home, *command, LETTERBANK_SURFACES="public")

    assert refused.returncode == 1
    assert "serves only the public form" in refused.stderr


def test_a_taken_port_is_a_sentence(run, a_home):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with (a_home / "settings.env").open("a") as file:
            file.write(f"PORT={other.getsockname()[1]}\n")

        refused = run("serve")

    assert refused.returncode == 1
    assert "is taken" in refused.stderr
