"""The project is the same everywhere: no file names a package registry or a place on somebody's machine."""

import re
from collections.abc import Iterator

import pytest

from tests.house.tree import ROOT, Source, breaches, texts

# Put together here, so that not even this file names one.
HOSTS = (("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs"), ("npmjs", "com"))
FLAGS = ("index", "url"), ("extra", "index", "url"), ("find", "links")
REGISTRIES = "|".join([*(r"\.".join(host) for host in HOSTS), *("--" + "-".join(flag) for flag in FLAGS)])
MACHINES = r"(?<![\w.])/(?:root/\w|work/(?:main|shared)\b)|/tmp/(?:brief|setup)\b|\bshared/\w+\.md|[A-Z]:\\Users"
ELSEWHERE = re.compile(f"{REGISTRIES}|{MACHINES}|{re.escape(str(ROOT))}/")


def names_a_place(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.text.splitlines(), 1):
        found = ELSEWHERE.search(line)
        if found:
            yield f"{source.path}:{number}: names {found[0]}"


def test_no_file_names_a_registry_or_a_machine():
    rules = "tests/house/test_tracked_files.py"  # the one file that must spell out machines

    assert not breaches(names_a_place, [source for source in texts() if source.path != rules])


@pytest.mark.parametrize(
    "line",
    [
        "--" + "-".join(FLAGS[0]) + " somewhere",
        "see " + "/".join(["", "root", "notes.txt"]),
        "as in " + "/".join(["shared", "style.md"]),
        f"open('{ROOT}/letter.pdf')",
        "https://files." + ".".join(HOSTS[1]) + "/packages/a.whl",
    ],
)
def test_a_place_is_noticed(line):
    assert breaches(names_a_place, [Source("docs/planted.md", line)])


@pytest.mark.parametrize("line", ["/usr/bin/chromium", "@app.get('/" + "work/waiting')", "--home /srv/letterbank"])
def test_a_place_of_every_machine_is_let_be(line):
    assert not breaches(names_a_place, [Source("docs/planted.md", line)])
