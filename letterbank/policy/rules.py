"""What no policy may decide otherwise: answers that are well formed and still would hurt someone."""

import re
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from letterbank.permissions import FACILITY_ROLES, GRANTS, Permission, Role
from letterbank.policy.faults import Fault
from letterbank.policy.model import Policy, ReviewStep

# Questions with one right answer; they are asked so that each programme says it and can be held to it.
ONE_RIGHT_ANSWER: tuple[tuple[str, Any, str], ...] = (
    ("request_needed", True, "Telling victims who did not ask can hurt them, so nothing here does it (R28)."),
    ("contact.confirmation_needed", True, "Asking to be told is not yet a yes to this letter (P1, P5)."),
    ("letters.direct_sending_forbidden", True, "No letter may leave except through the bank (P1)."),
    ("delivery.sealed_inside_cover", True, "A letter travels sealed, behind a cover letter (R25)."),
    ("disclosure.default", (), "A writer is told nothing unless the victim allowed that very fact (P2)."),
    ("clemency.affects_release", False, "Taking part, or not, changes nothing for the writer (P8)."),
    ("dialogue.affects_release", False, "Taking part, or not, changes nothing for the writer (P8)."),
    ("dialogue.gives_visit_right", False, "Taking part, or not, changes nothing for the writer (P8)."),
)

NEVER_EMPTY = (
    "languages", "criteria", "refusal_reasons", "letters.who_may_start", "requests.channels", "contact.channels",
    "contact.days", "delivery.ways", "victims.relations", "dialogue.started_by", "dialogue.approvals",
)  # fmt: skip

AT_LEAST: dict[str, tuple[int, str]] = {
    "statistics.small_number_threshold": (10, "Smaller figures can point at one person (R11)."),
    "statistics.every_months": (12, "Figures of victims are yearly, or rarer (R11)."),
} | dict.fromkeys(
    (
        "deposits_per_addressee", "contact.max_attempts", "contact.min_days_between", "contact.first_attempt_days",
        "contact.consent_lease_days", "contact.public_link_days", "requests.reconfirm_months",
        "disclosure.cycle_months", "updates.months", "claims.lease_minutes", "claims.draft_days",
        "scans.max_bytes", "scans.max_pages", "letters.paper_schedule_days",
    ),
    (1, "With 0 nothing could ever happen."),
)  # fmt: skip

AT_MOST: dict[str, tuple[int, str]] = {
    "retention.key_backup_days": (7, "An older key backup would open what was destroyed (P9)."),
}

# Words that would tell whoever finds an envelope, or picks up a telephone, what it is about (R21, R25).
TELLING = (
    "prison", "jail", "penitentiary", "inmate", "offender", "convict", "custody", "corrections", "correctional",
    "department", "division", "agency", "bureau", "government", "state of", "justice", "parole", "probation",
    "court", "crime", "victim", "survivor", "apology", "accountability", "responsibility", "letter bank",
    "dialogue", "doc",
)  # fmt: skip


def broken(policy: Policy) -> list[Fault]:
    """Every rule this policy breaks."""
    return [fault for rule in RULES for fault in rule(policy)]


def telling(line: str, policy: Policy) -> str | None:
    """The first word in this line that names a prison, a department, an agency or this programme."""
    names = policy.programme
    own = (names.name, names.department, names.office, names.bank_word, names.letter_word, names.registry_name)
    initials = "".join(word[0] for word in names.department.split())
    for word in (*TELLING, *own, initials):
        if re.search(rf"\b{re.escape(word)}s?\b", line, re.IGNORECASE):
            return word
    return None


def _right_answers(policy: Policy) -> Iterator[Fault]:
    for where, right, why in ONE_RIGHT_ANSWER:
        if attrgetter(where)(policy) != right:
            yield Fault(where, why, f"Answer {str(right).lower() if right != () else '[], an empty list'}.")


def _something_to_choose(policy: Policy) -> Iterator[Fault]:
    for where in NEVER_EMPTY:
        if not attrgetter(where)(policy):
            yield Fault(where, "There must be at least one.", "List those the programme uses.")


def _limits(policy: Policy) -> Iterator[Fault]:
    for where, (least, why) in AT_LEAST.items():
        if attrgetter(where)(policy) < least:
            yield Fault(where, why, f"Answer {least} or more.")
    for where, (most, why) in AT_MOST.items():
        if attrgetter(where)(policy) > most:
            yield Fault(where, why, f"Answer {most} or less.")


def _disclosure(policy: Policy) -> Iterator[Fault]:
    if policy.disclosure.decided_by == "never_told" and policy.disclosure.may_tell:
        yield Fault("disclosure.may_tell", "Writers are never told, yet facts are listed.", "Answer [].")


def _reviews(policy: Policy) -> Iterator[Fault]:
    if not any(step.place == "central" for step in policy.reviews):
        yield Fault("reviews", "No reading is central.", 'Add a review with place = "central".')
    elif policy.reviews[-1].place != "central":
        last = "The last reading is not central, so a facility would decide alone what comes into the bank (P1)."
        yield Fault(f"reviews[{len(policy.reviews)}].place", last, "Let a central review be the last.")
    for number, step in enumerate(policy.reviews, start=1):
        where = f"reviews[{number}]"
        if step.role in [earlier.role for earlier in policy.reviews[: number - 1]]:
            again = f'"{step.role}" already reads the letter in an earlier review.'
            yield Fault(f"{where}.role", again, "Raise that review's people instead, or name another role.")
        if step.people < 1:
            yield Fault(f"{where}.people", "A review needs at least one person.", "Answer 1 or more.")
        yield from _reader(step, where)


def _reader(step: ReviewStep, where: str) -> Iterator[Fault]:
    readers = [role for role in Role if Permission.LETTER_REVIEW in GRANTS[role]]
    works_at = "facility" if step.role in FACILITY_ROLES else "central"
    if step.role not in readers:
        yield Fault(f"{where}.role", f'No role "{step.role}" reads letters.', f"Use one of: {', '.join(readers)}.")
    elif step.place != works_at:
        yield Fault(f"{where}.place", f'"{step.role}" does not work there.', f'Write place = "{works_at}".')


def _keys(policy: Policy) -> Iterator[Fault]:
    for items in ("criteria", "refusal_reasons", "gates", "dialogue.excluded"):
        keys = [item.key for item in attrgetter(items)(policy)]
        for number, key in enumerate(keys, start=1):
            where = f"{items}[{number}].key"
            if key in keys[: number - 1]:
                yield Fault(where, f'"{key}" is used twice.', "Give each its own key.")
            if not re.fullmatch(r"[a-z][a-z0-9_]*", key):
                yield Fault(where, f'"{key}" is not a plain key.', "Use a-z, 0-9 and underscores.")


def _gates(policy: Policy) -> Iterator[Fault]:
    for number, gate in enumerate(policy.gates, start=1):
        if gate.known_from == "victim_side" and gate.bars != "release":
            shows = "A fact learnt from the victim's side would show in what happens to the letter (R3)."
            yield Fault(f"gates[{number}].bars", shows, 'Write bars = "release".')
        if gate.key == "court_ordered" and gate.effect not in (policy.letters.court_ordered, "hold", "warn"):
            twice = "What happens to a letter a court ordered is answered twice, and differently."
            yield Fault(f"gates[{number}].effect", twice, f'Write effect = "{policy.letters.court_ordered}".')
        if gate.max_age_days < 1:
            yield Fault(f"gates[{number}].max_age_days", "A source must be allowed some age.", "Answer 1 or more.")


def _discretion(policy: Policy) -> Iterator[Fault]:
    sender, caller = policy.programme.discreet_sender, policy.programme.neutral_caller
    if not 2 <= len(sender) <= 4:
        count = "The outer envelope has two to four sender lines."
        yield Fault("programme.discreet_sender", count, "List a name, a box and a town.")
    for where, line in (*(("discreet_sender", line) for line in sender), ("neutral_caller", caller)):
        if word := telling(line, policy):
            tells = f'"{word}" would tell whoever finds it what this is about (R21, R25).'
            yield Fault(f"programme.{where}", tells, "Use words that say nothing of prisons, crime or this programme.")


def _telephone(policy: Policy) -> Iterator[Fault]:
    if not re.fullmatch(r"\+?[\d ().-]{7,20}", policy.programme.telephone):
        yield Fault("programme.telephone", "Nobody could call this number.", 'Write it as "1-800-555-0100".')


def _times(policy: Policy) -> Iterator[Fault]:
    try:
        ZoneInfo(policy.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield Fault("time_zone", "There is no such time zone.", 'Write one such as "America/Chicago".')
    if policy.contact.hours_from >= policy.contact.hours_to:
        yield Fault("contact.hours_to", "The hours for calls end before they begin.", "Answer a later time.")


def _updates(policy: Policy) -> Iterator[Fault]:
    if policy.updates.default not in policy.updates.choices:
        yield Fault("updates.default", "The default is not among the choices.", "Pick one of updates.choices.")


RULES: tuple[Callable[[Policy], Iterator[Fault]], ...] = (
    _right_answers, _something_to_choose, _limits, _disclosure, _reviews, _keys, _gates, _discretion, _telephone,
    _times, _updates,
)  # fmt: skip
