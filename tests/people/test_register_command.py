"""`letterbank register import`: the same words on a terminal, and an exit status a script can trust."""

import json

import pytest
from click.testing import CliRunner

from letterbank.cli.register import register
from tests.people.test_register import files, kept


class Home:
    def __init__(self, department):
        self.office = department.office


@pytest.fixture
def run(department, tmp_path):
    """`run("--yes", offenders=…)`: the command on three files."""

    def run(*words, answer="", **instead):
        paths = []
        for name, content in files(**instead).items():
            paths.append(tmp_path / f"{name}.csv")
            paths[-1].write_bytes(content)
        command = ["import", *map(str, paths), *words]
        return CliRunner().invoke(register, command, obj=Home(department), input=answer)

    return run


def test_it_says_what_it_will_do_and_asks(run, department):
    said = run(answer="n\n")

    assert "offenders: 1 new, 0 changed, 1 same, 0 refused" in said.output
    assert "Take this in?" in said.output
    assert "N2002" not in kept(department)


def test_after_a_yes_it_is_taken_in(run, department):
    said = run(answer="y\n")

    assert (said.exit_code, said.output.splitlines()[-1]) == (0, "Taken in.")
    assert "N2002" in kept(department)


def test_a_refused_line_is_named_and_the_exit_status_says_so(run):
    said = run("--yes", offenders="number,name,facility\nN2002,Lee Brook,EAST\n")

    assert said.exit_code == 1
    assert (
        "offenders line 2, N2002: refused. The facility is not known: put it into the facilities file." in said.output
    )


def test_for_a_machine_it_says_everything_once(run, department):
    said = run("--yes", "--json")

    told = json.loads(said.output)
    assert told["taken_in"]
    assert told["counts"]["cases"]["new"] == 1
    assert [line["subject"] for line in told["lines"] if line["outcome"] == "new"] == ["N2002", "2014-77"]
    assert "N2002" in kept(department)
