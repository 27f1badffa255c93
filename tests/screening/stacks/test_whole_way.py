"""B24: what was scanned in one pile ends in the letters it belongs to. `make soak` runs hundreds of such piles."""

import pytest

from tests.figures import counted
from tests.screening.scanning.truth import Outcome
from tests.screening.stacks.whole_way import ScanningRoom

FEW = 3


@pytest.mark.parametrize("kind", ["clean", "rough"])
def test_stacks_printed_and_scanned_go_the_whole_way_into_their_letters(department, sandbox, kind, record_property):
    room = ScanningRoom(department, sandbox)
    stacks = {"clean": room.clean_stacks, "rough": room.rough_stacks}[kind]

    tally = stacks(range(FEW), most_letters=2)

    counted(record_property, f"stacks printed and scanned, {kind}", tally)
    assert tally["stacks"] == FEW
    assert tally[Outcome.WRONG] == 0
    assert kind == "rough" or tally[Outcome.RIGHT] == FEW
