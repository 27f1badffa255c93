"""The answers a page offers, in words for her; which of them, the policy decides."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _

Words = Mapping[str, Any]

RELATIONS: Words = {
    "direct_victim": _("It was done to me"),
    "parent_or_guardian_of_minor": _("I am the parent or guardian of a child"),
    "guardian_of_incompetent_person": _("I care for a grown person by order of a court"),
    "family_of_homicide_victim": _("A person in my family was killed"),
    "next_of_kin": _("I am close family"),
    "household_member": _("I lived in the same home"),
    "anyone_harmed": _("I was hurt by it in some other way"),
}

WAYS: Words = {
    "telephone": _("Call me"),
    "letter": _("Write to me by mail"),
    "i_will_call": _("Do not call or write. I will call you"),
}

FACTS: Words = {
    "requested": _("That I asked to be told"),
    "received": _("That I got the letter"),
    "read": _("That I read the letter"),
}

SERVICES: Words = {
    "dialogue": _("Meeting with the person, with a helper there"),
    "offender_programming": _("Taking part in classes for people in prison"),
    "victim_services": _("Help and support for me"),
    "writing_invited": _("Asking the person if they want to write"),
}

CHANGES: Words = {
    "pause": _("Wait. Do not reach out until I say so"),
    "stop": _("Stop it all. Do not reach out again"),
    "message": _("Something else. I want to tell you a few words"),
}

WORDS: Words = {**RELATIONS, **WAYS, **FACTS, **SERVICES, "yes": _("Yes")}


def offered(words: Words, keys: Iterable[str]) -> list[tuple[str, Any]]:
    return [(key, words[key]) for key in words if key in set(keys)]
