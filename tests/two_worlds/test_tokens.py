"""The form's token comes from the office's own id source and clock, and still is one browser's alone (AC-07)."""

from dataclasses import replace
from datetime import timedelta

from letterbank.ids import SeededIds, SystemIds
from tests.signing import Town, token_of


def first_token(department, home, ids) -> str:
    return token_of(Town(replace(department, ids=ids), home).browser("public").get("/change"))


def test_the_same_source_at_the_same_moment_gives_the_same_token(department, tmp_path):
    one, same = (first_token(department, tmp_path, SeededIds("street")) for _ in range(2))
    department.clock.forward(timedelta(seconds=1))
    later = first_token(department, tmp_path, SeededIds("street"))

    assert one == same
    assert one != later


def test_the_systems_source_gives_nobody_the_token_of_another(department, tmp_path):
    tokens = {first_token(department, tmp_path, SystemIds()) for _ in range(5)}

    assert len(tokens) == 5


def test_a_token_is_good_in_its_own_browser_only(department, tmp_path):
    town = Town(replace(department, ids=SystemIds()), tmp_path)
    hers, his = town.browser("public"), town.browser("public")
    token = token_of(hers.get("/change"))
    his.get("/change")

    assert his.client.post("/begin", data={"csrf_token": token}).status_code == 400
    assert hers.client.post("/begin", data={"csrf_token": token}).status_code == 303
    assert hers.client.post("/begin").status_code == 400
