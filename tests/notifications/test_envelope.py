"""R21, R25: who carries an envelope reads the name she chose for us, and nothing of what it is about."""

from dataclasses import replace

import pytest

from notifications import envelope, offers, release, safe_way
from notifications.model import OfferStage
from tests.notifications.walks import an_offer, version_of
from tests.worlds import ASSISTANT, POLICY

OURS = POLICY.programme.discreet_sender
WRITERS = ("Dale North", "NORTH, Dale A.")


def on(chosen, policy=POLICY):
    return envelope.sender(policy, chosen, WRITERS)


@pytest.mark.parametrize("chosen", ["Aunt Jo’s shop", "Courtney", "The Northern Star", "Łucja", "M" * 40])
def test_the_name_she_chose_stands_over_the_box(chosen):
    assert on(chosen) == (chosen, *OURS[1:])


@pytest.mark.parametrize("chosen", ["", "   ", "\n"])
def test_without_one_the_sender_is_the_neutral_one(chosen):
    assert on(chosen) == OURS


@pytest.mark.parametrize(
    "chosen",
    [
        "Victim Services", "MDOC", "the prison people", "Apology Letter Bank", "Mississippi Choice", "DEPARTMENT",
        "Dale’s", "Mrs North",
    ],
)  # fmt: skip
def test_a_name_that_tells_what_it_is_about_or_names_the_writer_stays_inside(chosen):
    assert on(chosen) == OURS


def test_a_name_of_several_lines_is_one_line_and_forges_no_address():
    assert on("Jo\nBox 1\r\nElsewhere") == ("Jo Box 1 Elsewhere", *OURS[1:])


def test_a_sender_that_is_only_an_address_keeps_all_of_it():
    bare = replace(POLICY, programme=replace(POLICY.programme, discreet_sender=("PO Box 7", "Jackson, MS 39200")))

    assert on("Jo", bare) == ("Jo", "PO Box 7", "Jackson, MS 39200")


def contents_of(department, key, meanwhile=lambda: None):
    seen = []

    def compose(contents):
        seen.append(contents)
        meanwhile()
        return b"%PDF"

    release.pack(department.office("central"), ASSISTANT, compose, key, version_of(department, key))
    return seen[0]


def test_the_packet_goes_out_under_the_name_she_chose(department):
    key = an_offer(department, OfferStage.CLEARED, call_us="Aunt Jo’s shop")

    assert contents_of(department, key).sender == ("Aunt Jo’s shop", *OURS[1:])


def test_a_name_changed_while_it_was_printed_is_printed_again(department):
    key = an_offer(department, OfferStage.CLEARED, call_us="Aunt Jo’s shop")

    def she_calls():
        with department.writing(ASSISTANT) as work:
            safe_way.change(work, offers.find(work, key).request, "Called her back.", call_us="Jo")

    with pytest.raises(release.RuleBroken, match="changed while this was being printed"):
        contents_of(department, key, she_calls)
