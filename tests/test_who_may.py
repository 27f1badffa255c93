"""Who may do what is asked by the domain itself, first of all, whatever page or command leads there (B1).

Each of these functions is called by somebody who may do everything but this. What a step of a workflow asks is in
its table, and tried on every row of every table elsewhere.
"""

import ast
from collections.abc import Iterator
from importlib import import_module
from inspect import Parameter, signature
from types import SimpleNamespace

import pytest

from letterbank.errors import NotAllowed
from letterbank.permissions import Actor, Permission
from tests.house.tree import python

P = Permission
FIRST_OF_ALL = {
    P.AUDIT_READ: (
        "letterbank.auditing.chains.against",
        "letterbank.auditing.chains.anchors",
        "letterbank.auditing.chains.states",
        "letterbank.auditing.entries.found",
    ),
    P.DROP_OPEN: (
        "notifications.messages.settle",
    ),
    P.LETTER_DECIDE: (
        "letterbank.letters.workflow._second_person",
        "screening.escalation.claim",
    ),
    P.LETTER_LIST: (
        "letterbank.letters.story.story_of",
    ),
    P.LETTER_REGISTER: (
        "letterbank.letters.intake.can_be_scanned",
        "letterbank.letters.registration.must_be_here",
        "screening.sheets.issue.print_for",
    ),
    P.LETTER_REVIEW: (
        "screening.escalation.escalate",
        "screening.queues.claim",
        "screening.queues.put_back",
        "screening.review._give",
    ),
    P.MATCH_CONFIRM: (
        "notifications.matching.find_offers",
        "notifications.recognising.look",
    ),
    P.OFFER_CONTACT: (
        "notifications.after_care.write_down",
        "notifications.disclosure.change",
        "notifications.safe_way.leave_alone",
    ),
    P.PACKET_CHECK: (
        "notifications.release.check",
        "notifications.release.on_the_envelope",
    ),
    P.PACKET_PACK: (
        "notifications.copies.destroy",
        "notifications.release._open_contents",
        "notifications.release.answer_gate",
        "notifications.release.left_alone",
    ),
    P.PAPER_KEEP: (
        "letterbank.letters.paper.safe._kept",
    ),
    P.PAPER_RECEIVE: (
        "letterbank.letters.paper.arrival.not_listed",
        "letterbank.letters.paper.arrival.open_bag",
    ),
    P.PAPER_SEND: (
        "letterbank.letters.paper.bags.pack",
    ),
    P.RECORD_DESTROY: (
        "letterbank.safekeeping.destruction.order",
        "notifications.forgetting.forget",
    ),
    P.REFERRAL_READ: (
        "letterbank.vod.referral.oldest",
    ),
    P.REGISTER_IMPORT: (
        "letterbank.people.drafts.bring",
        "letterbank.people.register.take_in",
    ),
    P.REQUEST_VERIFY: (
        "notifications.entry.enter",
        "notifications.requests.link",
        "notifications.safe_way.change",
    ),
    P.SCAN_BRING: (
        "screening.sheets.issue.print_blank",
        "screening.sheets.printing.in_batch",
        "screening.stacks.taking_in._begin",
    ),
    P.SCAN_RESOLVE: (
        "screening.stacks.quarantine.side_to_look_at",
    ),
    P.STAFF_MANAGE: (
        "letterbank.accounts.hiring._must_manage",
        "letterbank.accounts.hiring.hire",
        "letterbank.accounts.hiring.somebody",
    ),
    P.VICTIM_READ: (
        "letterbank.vod.referral.note_wish",
        "letterbank.vod.referral.of_victim",
        "notifications.story.of_offer",
        "notifications.story.of_request",
    ),
}
MANY = (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)
ASKS = [(name, permission) for permission, names in FIRST_OF_ALL.items() for name in names]


def asked_first() -> Iterator[str]:
    """The functions whose first statement asks the person at work, as the code has them."""
    for source in python():
        if not source.is_code or "demonstration" in source.path:
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef) and _asks(_first(node)):
                yield f"{source.path.removesuffix('.py').replace('/', '.')}.{node.name}"


def _first(node: ast.FunctionDef) -> ast.stmt:
    has_words = ast.get_docstring(node) is not None
    return node.body[has_words] if len(node.body) > has_words else node.body[0]


def _asks(statement: ast.stmt) -> bool:
    call = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(call, ast.Call) and ast.unparse(call).startswith("must(work.actor, ")


@pytest.mark.parametrize(("name", "permission"), ASKS, ids=[name for name, _ in ASKS])
def test_whoever_may_do_everything_else_may_not_do_this(name, permission):
    module, function = name.rsplit(".", 1)
    deed = getattr(import_module(module), function)
    everything_else = frozenset(Permission) - {permission}
    somebody = Actor(id="somebody", name="", surface="central", roles=frozenset(), machine_permissions=everything_else)
    taken = signature(deed).parameters.values()
    needed = [one for one in taken if one.default is one.empty and one.kind not in MANY][1:]
    by_place = [None for one in needed if one.kind is not Parameter.KEYWORD_ONLY]
    by_name = {one.name: None for one in needed if one.kind is Parameter.KEYWORD_ONLY}

    with pytest.raises(NotAllowed):
        deed(SimpleNamespace(actor=somebody), *by_place, **by_name)


def test_every_function_that_asks_first_is_tried():
    assert sorted(asked_first()) == sorted(name for name, _ in ASKS)
