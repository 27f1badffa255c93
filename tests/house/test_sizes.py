"""Quality is lost in the tail: no module, function, view, test or template may grow past its ceiling."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.tree import Function, Source, breaches, python, texts

MODULE, TEMPLATE = 300, 150
FUNCTION, VIEW, TEST = 40, 20, 45
PARAMETERS = 6
ROUTES = {"route", "get", "post"}


def too_long(source: Source) -> Iterator[str]:
    ceiling = TEMPLATE if source.top == "templates" else MODULE
    lines = source.text.count("\n")
    if lines > ceiling and not source.is_migration:
        yield f"{source.path}: {lines} lines, at most {ceiling}"


def long_functions(source: Source) -> Iterator[str]:
    for function in source.functions:
        lines = (function.end_lineno or 0) - function.lineno + 1
        ceiling = TEST if source.top == "tests" else VIEW if _is_view(function) else FUNCTION
        if lines > ceiling and not source.is_migration:
            yield f"{source.at(function)}: {function.name} has {lines} lines, at most {ceiling}"


def many_parameters(source: Source) -> Iterator[str]:
    """Fixtures are a test's cast, not its parameters."""
    for function in source.functions:
        named = function.args
        count = len(named.posonlyargs + named.args + named.kwonlyargs) - _is_method(named)
        if count > PARAMETERS and source.top != "tests":
            yield f"{source.at(function)}: {function.name} takes {count} parameters, at most {PARAMETERS}"


def _is_method(named: ast.arguments) -> bool:
    return bool(named.args) and named.args[0].arg in ("self", "cls")


def _is_view(function: Function) -> bool:
    calls = (mark.func for mark in function.decorator_list if isinstance(mark, ast.Call))
    return any(isinstance(call, ast.Attribute) and call.attr in ROUTES for call in calls)


def test_no_file_is_longer_than_its_ceiling():
    assert not breaches(too_long, [*python(), *(s for s in texts() if s.top == "templates")])


def test_no_function_view_or_test_is_longer_than_its_ceiling():
    assert not breaches(long_functions, python())


def test_nothing_takes_more_than_six_parameters():
    assert not breaches(many_parameters, python())


@pytest.mark.parametrize("path", ["letterbank/people/planted.py", "templates/planted.html"])
def test_a_file_past_its_ceiling_is_noticed(path):
    ceiling = TEMPLATE if path.startswith("templates") else MODULE

    assert not breaches(too_long, [Source(path, "\n" * ceiling)])
    assert breaches(too_long, [Source(path, "\n" * (ceiling + 1))])


@pytest.mark.parametrize(
    ("path", "opening", "ceiling"),
    [
        ("letterbank/planted.py", "def planted():", FUNCTION),
        ("letterbank/planted.py", "@desk.get('/')\ndef planted():", VIEW),
        ("tests/test_planted.py", "def test_planted():", TEST),
    ],
)
def test_a_function_past_its_ceiling_is_noticed(path, opening, ceiling):
    def with_body_of(lines):
        return [Source(path, opening + "\n    pass" * lines)]

    assert not breaches(long_functions, with_body_of(ceiling - 1))
    assert breaches(long_functions, with_body_of(ceiling))


def test_a_seventh_parameter_is_noticed():
    six, seven = "def f(self, a, b, c, *, d, e, f): ...", "def f(a, b, c, *, d, e, f, g): ..."

    assert not breaches(many_parameters, [Source("letterbank/planted.py", six)])
    assert breaches(many_parameters, [Source("letterbank/planted.py", seven)])
