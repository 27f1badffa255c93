"""Some things are done in one place only, and an exception to a rule gives its reason where it stands."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

import pytest

from tests.house.directions import imports
from tests.house.tree import Source, breaches, python

CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
PATCHING = {"monkeypatch", "mocker"}
EXCEPTION = re.compile(
    r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover)"
    r"(?P<codes>:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*|\[[\w, -]+\])?(?P<reason>.*)"
)


def commits(source: Source) -> Iterator[str]:
    """The request, the command and the job are the transaction; `db.py` alone ends one."""
    if not source.is_code or source.path == "letterbank/db.py":
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit":
            yield f"{source.at(node)}: only letterbank/db.py commits"


def cryptography(source: Source) -> Iterator[str]:
    """One package to read when the question is how letters are sealed."""
    if not source.is_code or source.path.startswith("letterbank/vault/"):
        return
    for node, target in imports(source):
        if target.split(".")[0] == "cryptography":
            yield f"{source.at(node)}: only letterbank.vault imports cryptography"


def stages(source: Source) -> Iterator[str]:
    """A record moves by a step of its table, in tests too; a bulk update would leave no history."""
    if source.path == "letterbank/workflow.py":
        return
    for node in ast.walk(source.tree):
        stored = isinstance(node, ast.Attribute) and node.attr == "stage" and isinstance(node.ctx, ast.Store)
        if stored or (isinstance(node, ast.Call) and _updates_a_stage(node)):
            yield f"{source.at(node)}: only letterbank/workflow.py assigns a stage"


def _updates_a_stage(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    named = {keyword.arg for keyword in call.keywords}
    named |= {node.value for argument in call.args for node in ast.walk(argument) if isinstance(node, ast.Constant)}
    return name in ("values", "update", "setattr") and "stage" in named


def the_time(source: Source) -> Iterator[str]:
    """The clock is handed in, so that two worlds and every test live in the time they are given."""
    if not source.is_code or source.path == "letterbank/clock.py":
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in CLOCKS:
            yield f"{source.at(node)}: ask the clock that was handed in"


def patches(source: Source) -> Iterator[str]:
    """Tests use the real parts; the clock and the mail transport have fakes that are passed in."""
    for node, target in imports(source, ["unittest.mock"]):
        if target in ("mock", "unittest.mock", "pytest_mock"):
            yield f"{source.at(node)}: tests replace nothing"
    for function in source.functions:
        named = function.args.args + function.args.kwonlyargs
        yield from (f"{source.at(name)}: tests replace nothing" for name in named if name.arg in PATCHING)


def bare_exceptions(source: Source) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        found = EXCEPTION.search(token.string) if token.type == tokenize.COMMENT else None
        if found and not _says_why(found):
            yield f"{source.path}:{token.start[0]}: name the rule and give the reason on this line"


def _says_why(found: re.Match[str]) -> bool:
    named = found["codes"] or found[1].startswith("pragma")
    return bool(named) and len(re.findall(r"\w+", found["reason"])) >= 2


def test_only_the_units_of_work_commit():
    assert not breaches(commits, python())


def test_only_the_vault_imports_cryptography():
    assert not breaches(cryptography, python())


def test_only_the_workflow_assigns_a_stage():
    assert not breaches(stages, python())


def test_only_the_clock_tells_the_time():
    assert not breaches(the_time, python())


def test_no_test_patches_anything():
    assert not breaches(patches, [source for source in python() if source.top == "tests"])


def test_every_exception_to_a_rule_gives_its_reason():
    assert not breaches(bare_exceptions, python())


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (commits, "letterbank/letters/planted.py", "session.commit()"),
        (cryptography, "letterbank/letters/planted.py", "from cryptography.hazmat import primitives"),
        (cryptography, "screening/planted.py", "import cryptography"),
        (stages, "letterbank/letters/planted.py", "letter.stage = 'banked'"),
        (stages, "tests/test_planted.py", "letter.stage: str = 'banked'"),
        (stages, "letterbank/letters/planted.py", "session.execute(update(Letter).values(stage='banked'))"),
        (stages, "letterbank/letters/planted.py", "query.update({'stage': 'banked'})"),
        (stages, "letterbank/letters/planted.py", "setattr(letter, 'stage', 'banked')"),
        (the_time, "letterbank/letters/planted.py", "when = datetime.now(UTC)"),
        (patches, "tests/test_planted.py", "from unittest.mock import patch"),
        (patches, "tests/test_planted.py", "from unittest import mock"),
        (patches, "tests/test_planted.py", "def test_it(monkeypatch): ..."),
        (bare_exceptions, "letterbank/planted.py", "x = 1  # noqa"),
        (bare_exceptions, "letterbank/planted.py", "x = 1  # noqa: E501"),
        (bare_exceptions, "letterbank/planted.py", "x = 1  # noqa the reason is here"),
        (bare_exceptions, "letterbank/planted.py", "x = 1  # type: ignore[misc]"),
        (bare_exceptions, "letterbank/planted.py", "x = 1  # pragma: no cover"),
    ],
)
def test_a_thing_out_of_its_place_is_noticed(rule, path, text):
    assert breaches(rule, [Source(path, text)])


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (commits, "letterbank/db.py", "session.commit()"),
        (cryptography, "letterbank/vault/planted.py", "import cryptography"),
        (stages, "letterbank/workflow.py", "record.stage = after"),
        (stages, "letterbank/letters/planted.py", "Letter(stage='registered')"),
        (the_time, "letterbank/clock.py", "when = datetime.now(UTC)"),
        (bare_exceptions, "letterbank/planted.py", "x = 1  # noqa: S311, E501 - drawn for show only"),
        (bare_exceptions, "letterbank/planted.py", "x = 1  # type: ignore[misc]  # the library has no types"),
        (bare_exceptions, "letterbank/planted.py", "x = '# noqa'"),
    ],
)
def test_a_thing_in_its_place_is_let_be(rule, path, text):
    assert not breaches(rule, [Source(path, text)])
