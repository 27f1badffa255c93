"""One door for all surfaces: a host name that is not ours, or is no name at all, meets a bare 404 and no fault."""

import pytest
from werkzeug.test import Client

from letterbank.serving import by_host

NAMES = {"central": "central.localhost", "public": "public.localhost"}


@pytest.fixture
def door(town):
    """The surfaces as they are served: no application is told its own name."""
    apps = {}
    for surface, host in NAMES.items():
        app = apps[host] = town.app(surface)
        app.config["SERVER_NAME"] = None
    return Client(by_host(apps))


@pytest.mark.parametrize(
    "host", ["central.localhost", "CENTRAL.localhost", "central.localhost:8000", "Central.LocalHost:1"]
)
def test_our_names_are_known_however_they_are_written(door, host):
    assert door.get("/sign-in", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "central.localhost:", "central.localhost:9abc", "central.localhost:99999", "central.localhost:0",
        "central.localhost:²", "central.localhost.", "central.localhost:80:80", "elsewhere.example", "a b", "",
        "central.localhost@elsewhere.example", "[::1]", "central.localhost\n",
    ],
)  # fmt: skip
def test_what_is_no_name_of_ours_meets_a_bare_404(door, host):
    answer = door.open("/", environ_overrides={"HTTP_HOST": host})

    assert (answer.status_code, answer.text) == (404, "There is nothing at this address.\n")


@pytest.mark.parametrize("port", ["9abc", "abc"])
def test_an_application_without_the_door_says_the_same_of_an_impossible_port(town, port):
    app = town.app("central")
    app.config["SERVER_NAME"] = None

    answer = app.test_client().get("/sign-in", headers={"Host": f"central.localhost:{port}"})

    assert (answer.status_code, answer.mimetype) == (404, "text/plain")
