"""P2, N1, at length: 10,000 scripts drawn by chance, half of them on each database (`SOAK_SCRIPTS` asks for others)."""

import os

import pytest
from hypothesis import HealthCheck, given, settings

from tests.two_worlds.scripts import scripts

HALF = int(os.environ.get("SOAK_SCRIPTS", "10000")) // 2


@pytest.mark.soak
@settings(max_examples=HALF, derandomize=False, suppress_health_check=list(HealthCheck))
@given(script=scripts())
def test_ten_thousand_scripts_look_the_same_in_both_worlds(two_worlds, script):
    assert two_worlds.compare(script) == []
