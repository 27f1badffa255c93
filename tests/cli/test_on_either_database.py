"""One installation on either database: on PostgreSQL each surface is a process, with its own role and files."""

import pytest

from tests.cli.conftest import free_port, letterbank
from tests.cli.test_serve import ask, served
from tests.databases import as_role
from tests.installations import ROLES, Installed


@pytest.mark.parametrize(("surface", "answers"), [("central", 302), ("facility", 302), ("public", 200)])
def test_a_surface_is_served_alone(installed: Installed, surface: str, answers: int) -> None:
    port = free_port()

    with served(installed.homes[surface], port, **installed.seen_from(surface)):
        assert ask(port, f"{surface}.localhost")[0] == answers
        assert [ask(port, f"{other}.localhost")[0] for other in ROLES if other != surface] == [404, 404, 404]


@pytest.mark.parametrize("surface", ["central", "facility", "public"])
def test_it_is_healthy_seen_from_each_surface(installed: Installed, surface: str) -> None:
    looked = installed.says(surface, "doctor")

    assert looked.returncode == 0, looked.stdout


@pytest.mark.postgresql
@pytest.mark.parametrize("database_kind", ["postgresql"])
@pytest.mark.parametrize("role", ["postgres", ROLES["owner"], ROLES["central"]])
def test_a_role_with_more_than_its_own_rights_serves_nothing(installed: Installed, role: str) -> None:
    there = {"LETTERBANK_DATABASE": as_role(installed.urls["DATABASE"], role), "LETTERBANK_SURFACES": "facility"}

    looked, served = (letterbank(installed.homes["facility"], words, **there) for words in ("doctor", "serve"))

    assert (looked.returncode, served.returncode) == (1, 1)
    assert f"is opened as {role}" in looked.stdout and f"is opened as {role}" in served.stderr


@pytest.mark.parametrize("surface", ["central", "facility"])
def test_import_folders_are_watched_where_the_paper_is_scanned(installed: Installed, surface: str) -> None:
    watched = installed.says(surface, "scan", "watch", "--once", "--every", "0.1")

    assert watched.returncode == 0, watched.stderr
    assert {"central": "old-files", "facility": "RIVER"}[surface] in watched.stderr


def test_whom_one_command_adds_another_lists(installed: Installed) -> None:
    installed.says("central", "staff", "add", "Bo Lee", "bo", "--role", "planner")

    listed = installed.says("central", "staff", "list")

    assert "Bo Lee" in listed.stdout


@pytest.mark.postgresql
@pytest.mark.parametrize("database_kind", ["postgresql"])
@pytest.mark.parametrize("words", [("audit", "verify"), ("staff", "list"), ("backup", "records", "/nowhere")])
def test_a_host_says_where_a_command_belongs(installed: Installed, words: tuple[str, ...]) -> None:
    refused = installed.says("facility", *words)

    assert refused.returncode == 1
    assert "Run this command on the central host." in refused.stderr
