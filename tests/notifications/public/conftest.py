"""The public pages as one browser sees them, over a drop box of each kind."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.notifications.public.visitor import Visitor, public_app
from tests.worlds import Department


@pytest.fixture
def app(department: Department, tmp_path: Path) -> Flask:
    return public_app(tmp_path, department.office("public"))


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


@pytest.fixture
def another(app: Flask) -> Callable[[], Visitor]:
    return lambda: Visitor(app)
