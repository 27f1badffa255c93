"""R16, R21: what she says of how to reach her is asked alike everywhere, and kept only if it leads to her."""

from dataclasses import replace

import pytest

from letterbank.errors import RuleBroken
from letterbank.vault import opening
from letterbank.vault.sealed import VERIFY
from notifications import drops, requests, safe_way
from notifications.forms import EntryForm, SafeWayForm
from tests.notifications.test_the_way_by_pages import do
from tests.notifications.walks import HERS, a_standing_request
from tests.worlds import ASSISTANT, POLICY

SAID = {key: HERS[key] for key in ("name", "telephone", "hours", "address", "call_us", "word_first")}


def kept(department, key):
    with department.writing(ASSISTANT) as work:
        opened = opening(work, requests.find(work, key).victim, VERIFY)
        return {fact: getattr(opened, fact) for fact in drops.OF_HER}


@pytest.mark.parametrize("form", [EntryForm, SafeWayForm])
def test_every_form_for_staff_asks_the_same_of_her(department, town, form):
    with town.app("central").test_request_context():
        fields = set(form().narrow(replace(POLICY, contact=replace(POLICY.contact, voicemail_allowed=True)))._fields)

    assert set(drops.OF_HER) <= fields


def test_a_changed_way_is_kept_whole(department, browser_of):
    key = a_standing_request(department)

    changed = do(
        browser_of(ASSISTANT), f"/requests/{key}/safe-way",
        **{**SAID, "address": "Box 9\r\nNatchez, MS 39120"}, safe_way="letter", how="Called her back.",
    )  # fmt: skip

    assert changed.status_code == 302
    assert kept(department, key) == {**HERS, "safe_way": "letter", "address": "Box 9\nNatchez, MS 39120"}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"safe_way": "letter", "address": " "}, "needs its number or address"),
        ({"safe_way": "telephone", "telephone": ""}, "needs its number or address"),
        ({"safe_way": "pigeon"}, "Not a valid choice"),
        ({}, "Choose the way they named."),
        ({"safe_way": "letter", "how": ""}, "Write down how they confirmed it."),
        ({"safe_way": "letter", "call_us": "x" * 41}, "at most 40 signs"),
    ],
)
def test_a_way_that_leads_nowhere_is_refused_and_what_was_typed_stays(department, browser_of, said, sentence):
    key = a_standing_request(department)
    typed = {**SAID, "hours": "Tuesdays after nine", "how": "Called her back.", **said}

    refused = do(browser_of(ASSISTANT), f"/requests/{key}/safe-way", **typed)

    assert refused.status_code == 422
    assert sentence in refused.text and "Tuesdays after nine" in refused.text
    assert kept(department, key) == HERS


def test_a_way_the_programme_does_not_go_is_not_offered(department, town):
    by_mail = replace(POLICY, contact=replace(POLICY.contact, channels=("post",)))

    with town.app("central").test_request_context():
        offered = [way for way, _ in SafeWayForm().narrow(by_mail).safe_way.choices]

    assert offered == ["letter"]


def test_the_domain_keeps_no_way_that_leads_nowhere(department):
    key = a_standing_request(department)

    with department.writing(ASSISTANT) as work, pytest.raises(RuleBroken, match="needs its number or address"):
        safe_way.change(work, requests.find(work, key), "Called her back.", address="", safe_way="letter")
