"""What no policy may decide otherwise: answers that are well formed and still would hurt someone."""

import re
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from letterbank.permissions import FACILITY_ROLES, GRANTS, Permission, Role
from letterbank.policy.faults import Fault
from letterbank.policy.model import Policy

Rule = Callable[[Policy], Iterator[Fault]]
RULES: list[Rule] = []

LEAST_THRESHOLD = 10  # R11
MOST_KEY_BACKUP_DAYS = 7  # P9: destroyed means destroyed within a week

# Words that would tell whoever finds an envelope, or picks up a telephone, what it is about (R21, R25).
_TELLING = (
    "prison", "jail", "penitentiary", "inmate", "offender", "convict", "custody", "corrections", "correctional",
    "department", "division", "agency", "bureau", "government", "state of", "justice", "parole", "probation", "court",
    "crime", "victim", "survivor", "apology", "accountability", "responsibility", "letter bank", "dialogue", "doc",
)  # fmt: skip


def broken(policy: Policy) -> list[Fault]:
    return [fault for rule in RULES for fault in rule(policy)]


def _rule(rule: Rule) -> Rule:
    RULES.append(rule)
    return rule


@_rule
def _nobody_is_told_unasked(policy: Policy) -> Iterator[Fault]:
    if not policy.request_needed:
        yield Fault(
            "request_needed",
            "Telling victims who did not ask can do great harm, so this software does not do it (R28).",
            "Answer true. Victims can be told in their rights notice that they may ask.",
        )
    if not policy.contact.confirmation_needed:
        yield Fault(
            "contact.confirmation_needed",
            "Asking to be told is not yet a yes to this letter (P1, P5).",
            "Answer true: each person is asked again about each letter.",
        )


@_rule
def _no_letter_travels_by_itself(policy: Policy) -> Iterator[Fault]:
    if not policy.letters.direct_sending_forbidden:
        yield Fault(
            "letters.direct_sending_forbidden", "No letter may leave except through the bank (P1).", "Answer true."
        )
    if not policy.delivery.sealed_inside_cover:
        yield Fault(
            "delivery.sealed_inside_cover", "A letter travels sealed, behind a cover letter (R25).", "Answer true."
        )
    for where, ways in (("delivery.ways", policy.delivery.ways), ("contact.channels", policy.contact.channels),
                        ("contact.days", policy.contact.days), ("requests.channels", policy.requests.channels),
                        ("victims.relations", policy.victims.relations), ("languages", policy.languages),
                        ("criteria", policy.criteria), ("refusal_reasons", policy.refusal_reasons)):  # fmt: skip
        if not ways:
            yield Fault(where, "There must be at least one.", "List those the programme uses.")


@_rule
def _taking_part_changes_nothing(policy: Policy) -> Iterator[Fault]:
    for where, affects in (
        ("clemency.affects_release", policy.clemency.affects_release),
        ("dialogue.affects_release", policy.dialogue.affects_release),
        ("dialogue.gives_visit_right", policy.dialogue.gives_visit_right),
    ):
        if affects:
            yield Fault(where, "Taking part, or not, changes nothing for the writer (P8).", "Answer false.")


@_rule
def _nothing_is_disclosed_by_default(policy: Policy) -> Iterator[Fault]:
    if policy.disclosure.default:
        yield Fault(
            "disclosure.default",
            "A writer is told nothing unless the victim allowed that very fact (P2).",
            "Answer [], an empty list.",
        )
    if policy.disclosure.decided_by == "never_told" and policy.disclosure.may_tell:
        yield Fault("disclosure.may_tell", "Writers are never told, yet facts are listed.", "Answer [], an empty list.")


@_rule
def _reviews_are_real(policy: Policy) -> Iterator[Fault]:
    if not any(step.place == "central" for step in policy.reviews):
        yield Fault("reviews", "No reading is central.", 'Add a review with place = "central".')
    seen: set[str] = set()
    for number, step in enumerate(policy.reviews, start=1):
        where = f"reviews[{number}]"
        if step.role in seen:
            yield Fault(f"{where}.role", f'"{step.role}" already reads the letter in an earlier review.',
                        "Raise that review's people instead, or name another role.")  # fmt: skip
        seen.add(step.role)
        if step.people < 1:
            yield Fault(f"{where}.people", "A review needs at least one person.", "Answer 1 or more.")
        yield from _role_faults(step.role, step.place, where)


def _role_faults(role: str, place: str, where: str) -> Iterator[Fault]:
    reviewers = [each for each in Role if Permission.LETTER_REVIEW in GRANTS[each]]
    if role not in reviewers:
        yield Fault(f"{where}.role", f'No role "{role}" may review letters.', f"Use one of: {', '.join(reviewers)}.")
        return
    right = "facility" if role in FACILITY_ROLES else "central"
    if place != right:
        yield Fault(f"{where}.place", f'The role "{role}" does not work there.', f'Write place = "{right}".')


@_rule
def _keys_are_told_apart(policy: Policy) -> Iterator[Fault]:
    for where, items in (("criteria", policy.criteria), ("refusal_reasons", policy.refusal_reasons),
                         ("gates", policy.gates), ("dialogue.excluded", policy.dialogue.excluded)):  # fmt: skip
        keys = [item.key for item in items]
        for number, key in enumerate(keys, start=1):
            if key in keys[: number - 1]:
                yield Fault(f"{where}[{number}].key", f'"{key}" is used twice.', "Give each its own key.")
            if not re.fullmatch(r"[a-z][a-z0-9_]*", key):
                yield Fault(f"{where}[{number}].key", f'"{key}" is not a plain key.', "Use a-z, 0-9 and underscores.")


@_rule
def _victims_never_move_a_letter(policy: Policy) -> Iterator[Fault]:
    for number, gate in enumerate(policy.gates, start=1):
        if gate.known_from == "victim_side" and gate.bars != "release":
            yield Fault(
                f"gates[{number}].bars",
                "A fact learnt from the victim's side would show in what happens to the letter (R3).",
                'Write bars = "release".',
            )
        if gate.max_age_days < 1:
            yield Fault(f"gates[{number}].max_age_days", "A source must be allowed some age.", "Answer 1 or more.")


@_rule
def _first_words_and_envelopes_tell_nothing(policy: Policy) -> Iterator[Fault]:
    if not 2 <= len(policy.programme.discreet_sender) <= 4:
        yield Fault("programme.discreet_sender", "An envelope needs two to four sender lines.", "Name, box, town.")
    lines = [("programme.discreet_sender", line) for line in policy.programme.discreet_sender]
    for where, line in [*lines, ("programme.neutral_caller", policy.programme.neutral_caller)]:
        if word := telling(line, policy):
            yield Fault(
                where,
                f'"{word}" would tell whoever finds it what this is about (R21, R25).',
                "Use a name and a box that say nothing about prisons, crime or this programme.",
            )


def telling(line: str, policy: Policy) -> str | None:
    """The first word in this line that names a prison, a department, an agency or this programme."""
    names = policy.programme
    own = (names.name, names.department, names.office, names.bank_word, names.letter_word, names.registry_name)
    initials = ("".join(word[0] for word in names.department.split()),)
    for word in (*_TELLING, *own, *initials):
        if re.search(rf"\b{re.escape(word)}s?\b", line, re.IGNORECASE):
            return word
    return None


@_rule
def _figures_hide_people(policy: Policy) -> Iterator[Fault]:
    if policy.statistics.small_number_threshold < LEAST_THRESHOLD:
        yield Fault("statistics.small_number_threshold", "Smaller figures can point at one person (R11).",
                    f"Answer {LEAST_THRESHOLD} or more.")  # fmt: skip
    if policy.statistics.every_months < 12:
        yield Fault("statistics.every_months", "Figures of victims are yearly (R11).", "Answer 12 or more.")
    if policy.retention.key_backup_days > MOST_KEY_BACKUP_DAYS:
        yield Fault("retention.key_backup_days", "An old key backup would open what was destroyed (P9).",
                    f"Answer {MOST_KEY_BACKUP_DAYS} or less.")  # fmt: skip


@_rule
def _limits_can_be_met(policy: Policy) -> Iterator[Fault]:
    for where, number in (
        ("deposits_per_addressee", policy.deposits_per_addressee),
        ("contact.max_attempts", policy.contact.max_attempts),
        ("contact.min_days_between", policy.contact.min_days_between),
        ("contact.consent_lease_days", policy.contact.consent_lease_days),
        ("contact.public_link_days", policy.contact.public_link_days),
        ("disclosure.cycle_months", policy.disclosure.cycle_months),
        ("updates.months", policy.updates.months),
        ("claims.lease_minutes", policy.claims.lease_minutes),
        ("scans.max_bytes", policy.scans.max_bytes),
        ("scans.max_pages", policy.scans.max_pages),
        ("letters.paper_schedule_days", policy.letters.paper_schedule_days),
    ):
        if number < 1:
            yield Fault(where, "With 0 nothing could ever happen.", "Answer 1 or more.")


@_rule
def _times_exist(policy: Policy) -> Iterator[Fault]:
    try:
        ZoneInfo(policy.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield Fault("time_zone", f'There is no time zone "{policy.time_zone}".', 'Write one such as "America/Chicago".')
    if policy.contact.hours_from >= policy.contact.hours_to:
        yield Fault("contact.hours_to", "The hours for calls end before they begin.", "Answer a later time.")
    if policy.updates.default not in policy.updates.choices:
        yield Fault("updates.default", "The default is not among the choices.", "Pick one of updates.choices.")
