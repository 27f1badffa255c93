"""What the benchmarks stand on: a change of the tables must not be noticed only when somebody wants a figure."""

import importlib
from pathlib import Path

import pytest

from screening.queues import my_queue
from tests.benchmarks import departments
from tests.worlds import SCREENER

MODULES = sorted(file.stem for file in Path(departments.__file__).parent.glob("[a-z]*.py"))


def test_a_filled_department_is_a_queue_somebody_could_read(department):
    departments.fill(department, 3)

    with department.reading(SCREENER) as work:
        assert len(my_queue(work).rows) == 3


@pytest.mark.parametrize("module", MODULES)
def test_every_benchmark_can_be_begun(module):
    importlib.import_module(f"tests.benchmarks.{module}")
