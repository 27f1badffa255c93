from collections.abc import Iterator

import pytest

from letterbank.sandbox import Sandbox

JOBS = ("echo", "count", "refuse", "crash", "leave", "throw", "eat_memory", "spin", "babble",
        "open_descriptors", "environment", "stay", "look_at", "read_through", "ask_for_ever",
        "ask_and_never_listen", "ask_and_sleep")  # fmt: skip


@pytest.fixture(scope="package")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox({name: f"tests.sandbox.hostile_jobs:{name}" for name in JOBS}) as started:
        yield started


@pytest.fixture(scope="package")
def proved(sandbox: Sandbox) -> dict[str, bool]:
    return {proof.what: proof.refused for proof in sandbox.prove()}
