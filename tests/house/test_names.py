"""Names come from the programme; a word that could mean anything names nothing."""

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest

from tests.house.tree import Source, breaches, python

EMPTY = {"data", "info", "obj", "process", "handle", "manager", "util", "utils", "helper", "helpers"}
EMPTY_FILES = EMPTY | {"common", "service", "services", "managers", "misc"}


def empty_files(source: Source) -> Iterator[str]:
    path = PurePosixPath(source.path)
    for name in (*path.parts[:-1], path.stem):
        if name in EMPTY_FILES:
            yield f"{source.path}: what is {name!r} in the programme's words?"


def empty_names(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        name = _given(node).lower()
        if name in EMPTY:
            yield f"{source.path}:{node.lineno}: what is {name!r} in the programme's words?"


def _given(node: ast.AST) -> str:
    """The name this node gives to something, if it gives one."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node.name
    if isinstance(node, ast.arg):
        return node.arg
    return node.id if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else ""


def test_no_file_has_an_empty_name():
    assert not breaches(empty_files, python())


def test_nothing_has_an_empty_name():
    assert not breaches(empty_names, [source for source in python() if source.is_code])


@pytest.mark.parametrize("path", ["letterbank/utils.py", "letterbank/services/mail.py", "tests/helpers.py"])
def test_a_file_with_an_empty_name_is_noticed(path):
    assert breaches(empty_files, [Source(path, "")])


@pytest.mark.parametrize("text", ["data = 1", "def handle(): ...", "def f(obj): ...", "class Manager: ..."])
def test_an_empty_name_is_noticed(text):
    assert breaches(empty_names, [Source("letterbank/planted.py", text)])


def test_a_name_others_chose_is_let_be():
    assert not breaches(empty_names, [Source("letterbank/planted.py", "seal(form.name.data, info=b'')")])
