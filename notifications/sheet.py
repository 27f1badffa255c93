"""A request's sealed content as words on the page of those who may open it."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from letterbank.people.model import Case, Offender
from letterbank.vault import Opened, opening
from letterbank.vault.sealed import READ_VICTIM
from notifications import requests
from notifications.disclosure import FACTS
from notifications.model import Request
from notifications.ways import NO_WAY, WAYS
from notifications.wishes import WISHES

if TYPE_CHECKING:
    from letterbank.work import Work

Pairs = list[tuple[str, str]]
RELATIONS = {
    "direct_victim": "It was done to this person",
    "parent_or_guardian_of_minor": "Parent or guardian of a child it was done to",
    "guardian_of_incompetent_person": "Guardian, by order of a court, of a grown person it was done to",
    "family_of_homicide_victim": "Family of a person who was killed",
    "next_of_kin": "Next of kin",
    "household_member": "Lived in the same home",
    "anyone_harmed": "Harmed by it in some other way",
}
DESTROYED = (("Destroyed", "Nothing of this is kept any more."),)
_SENT: Mapping[str, str] = {
    "writer": "Who harmed them",
    "writer_number": "That person's number",
    "what": "What happened",
    "county": "County",
    "year": "Year",
    "relation": "Their part in it",
    "words": "Their words",
}
_HERS: Mapping[str, str] = {
    "name": "Name",
    "safe_way": "Their safe way",
    "telephone": "Telephone",
    "voicemail": "A message may be left",
    "hours": "Days and hours",
    "leave_alone": "Days to be left alone",
    "address": "Address",
    "call_us": "We call ourselves",
    "word_first": "Word we say first",
    "notes": "How a change was confirmed",
}


def sent(work: "Work", request: Request) -> Pairs:
    """What she sent, field by field, in the words of the form. Opens the request."""
    opened = opening(work, request, READ_VICTIM)
    if opened.is_gone:
        return list(DESTROYED)
    content = requests.sent(opened)
    kept = {**content, "relation": RELATIONS.get(str(content.get("relation")), "")}
    pairs = [(label, str(kept[key])) for key, label in _SENT.items() if kept.get(key)]
    return [*pairs, *_lists(content)]


def writer_named(sent: Pairs) -> list[str]:
    """What they called the person who did the harm: the number, then the name."""
    named = dict(sent)
    return [named[_SENT[key]] for key in ("writer_number", "writer") if _SENT[key] in named]


def _lists(content: Mapping[str, object]) -> Pairs:
    told, wished = requests.ticked(content, "may_tell"), requests.ticked(content, "wishes")
    pairs = [("The writer may be told", "; ".join(FACTS.get(key, key) for key in told) or "nothing")]
    return [*pairs, *([("They also wish for", "; ".join(WISHES.get(key, key) for key in wished))] if wished else [])]


def hers(opened: Opened) -> Pairs:
    """Who she is and how she may be reached."""
    if opened.is_gone:
        return list(DESTROYED)
    kept = {key: getattr(opened, key) for key in _HERS}
    kept["safe_way"] = WAYS.get(kept["safe_way"], NO_WAY).words
    return [(label, kept[key]) for key, label in _HERS.items() if kept[key]]


def noted(opened: Opened) -> Pairs:
    """What was written down at verifying, refusing or resuming."""
    if opened.is_gone:
        return []
    kept = json.loads(opened.verification or "{}")
    labels = {
        "how": "How it was checked", "known": "What was found about a person we know already",
        "refused": "Why it was refused", "resumed": "How resuming was confirmed",
    }  # fmt: skip
    first = [("A second person decides", "This person is close to the writer.")] if kept.get("first_look") else []
    if kept.get("first"):
        first = [("What the first person found", str(kept["first"]["how"]))]
    return [*first, *((label, str(kept[key])) for key, label in labels.items() if kept.get(key))]


def meant(work: "Work", request: Request) -> str:
    """The offender and case of the register she means, or nothing yet."""
    offender = work.session.get(Offender, request.offender_id) if request.offender_id else None
    case = work.session.get(Case, request.case_id) if request.case_id else None
    return f"{offender.name}, {offender.number}: {case.words}" if offender and case else ""
