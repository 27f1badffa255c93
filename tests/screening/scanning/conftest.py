from collections.abc import Callable, Iterator

import pytest

from letterbank.sandbox import Sandbox
from screening.scanning import JOBS, CleanPage, sanitise

Clean = Callable[[bytes], list[CleanPage]]


@pytest.fixture(scope="package")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(JOBS) as started:
        yield started


@pytest.fixture
def clean(sandbox: Sandbox) -> Clean:
    """`clean(file)` is the list of its clean pages."""
    return lambda given: list(sanitise(sandbox, given))
