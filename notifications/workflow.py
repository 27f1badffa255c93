"""The tables of the victim's side: a request's life and an offer's. A yes is a lease, not a stamp (P1, P5)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from letterbank.permissions import Permission, Role
from letterbank.workflow import Rule, Table, Waiting, rule
from notifications import gates, recognising
from notifications.model import OfferStage, OfferStep, Request, RequestStage, RequestStep

if TYPE_CHECKING:
    from letterbank.work import Work

RS, S, P = RequestStage, OfferStage, Permission


class RequestMove(StrEnum):
    VERIFY = "verify"
    REFUSE = "refuse"
    PAUSE = "pause"
    RESUME = "resume"
    WITHDRAW = "withdraw"


def _where_it_was(work: "Work", request: Request) -> RequestStage:
    """A request paused before anybody knew who she is goes back to be verified; a pause verifies nobody."""
    return RS.STANDING if request.match_card is not None else RS.OPENED


REQUEST_RULES: Mapping[RequestMove, Rule] = {
    RequestMove.VERIFY:   rule(RS.OPENED, to=RS.STANDING, needs=P.REQUEST_VERIFY, gate=gates.identity_is_clear),
    RequestMove.REFUSE:   rule(RS.OPENED, to=RS.REFUSED, needs=P.REQUEST_VERIFY),
    # R16: by receipt number alone, pause and withdraw stop everything at once; resume needs a person.
    RequestMove.PAUSE:    rule({RS.OPENED, RS.STANDING}, to=RS.PAUSED, needs=P.DROP_OPEN),
    RequestMove.RESUME:   rule(RS.PAUSED, to=(_where_it_was, (RS.STANDING, RS.OPENED)), needs=P.REQUEST_VERIFY),
    RequestMove.WITHDRAW: rule({RS.OPENED, RS.STANDING, RS.PAUSED}, to=RS.WITHDRAWN, needs=P.DROP_OPEN),
}  # fmt: skip

REQUESTS = Table("request", REQUEST_RULES, RequestStep, {
    RS.OPENED: Waiting(Role.VICTIM_ASSISTANCE, "to be verified"),
    RS.STANDING: Waiting(None, "for a letter, if one ever comes"),
    RS.PAUSED: Waiting(None, "for their own word"),
})  # fmt: skip


class Move(StrEnum):
    CONFIRM = "confirm"
    NOT_A_MATCH = "not_a_match"
    BEGIN = "begin"
    SAY_YES = "say_yes"
    SAY_LATER = "say_later"
    SAY_NOT_NOW = "say_not_now"
    SAY_NO = "say_no"
    SAY_NEVER = "say_never"
    WRONG_PERSON = "wrong_person"
    GIVE_UP = "give_up"
    DIED = "died"
    WAKE = "wake"
    REOPEN = "reopen"
    TAKE_BACK = "take_back"
    ASK_AGAIN = "ask_again"
    CLEAR = "clear"
    PACK = "pack"
    SPOIL = "spoil"
    CHECK = "check"
    HAND_OVER = "hand_over"
    RECEIVED = "received"
    HAS_READ = "has_read"
    CAME_BACK = "came_back"
    SENT_BACK = "sent_back"
    STOP = "stop"


BEFORE_HAND_OVER = frozenset({
    S.FOUND, S.VERIFIED, S.CONTACTING, S.ACCEPTED, S.LATER, S.NOT_NOW, S.UNREACHABLE, S.CLEARED, S.PACKED, S.CHECKED,
    S.CAME_BACK,  # it is in our hands again
})  # fmt: skip
ASKED = frozenset({S.CONTACTING})

OFFER_RULES: Mapping[Move, Rule] = {
    Move.CONFIRM:      rule(S.FOUND, to=S.VERIFIED, needs=P.MATCH_CONFIRM, gate=recognising.surely_to_her),
    Move.NOT_A_MATCH:  rule(S.FOUND, to=S.NOT_A_MATCH, needs=P.MATCH_CONFIRM),
    Move.BEGIN:        rule(S.VERIFIED, to=S.CONTACTING, needs=P.OFFER_CONTACT, gate=gates.still_wanted),
    Move.SAY_YES:      rule(ASKED, to=S.ACCEPTED, needs=P.OFFER_CONTACT, gate=gates.still_wanted),
    Move.SAY_LATER:    rule(ASKED, to=S.LATER, needs=P.OFFER_CONTACT, gate=gates.date_is_ahead),
    Move.SAY_NOT_NOW:  rule(ASKED, to=S.NOT_NOW, needs=P.OFFER_CONTACT),
    Move.SAY_NO:       rule(ASKED, to=S.DECLINED, needs=P.OFFER_CONTACT),
    Move.SAY_NEVER:    rule(ASKED, to=S.NEVER, needs=P.OFFER_CONTACT),
    Move.WRONG_PERSON: rule(ASKED, to=S.WRONG_PERSON, needs=P.OFFER_CONTACT),
    Move.DIED:         rule(ASKED, to=S.DECEASED, needs=P.OFFER_CONTACT),
    Move.GIVE_UP:      rule(ASKED, to=S.UNREACHABLE, needs=P.OFFER_CONTACT, gate=gates.tried_enough),
    Move.WAKE:         rule(S.LATER, to=S.CONTACTING, needs=P.OFFER_CONTACT, gate=gates.date_has_come),
    # R20: she may reopen a decline herself while the letter exists; her own word, entered by staff. After "never"
    # only a new request begins anew (R15).
    Move.REOPEN:       rule({S.LATER, S.NOT_NOW, S.DECLINED, S.UNREACHABLE, S.WRONG_PERSON}, to=S.CONTACTING,
                            needs=P.OFFER_CONTACT, gate=gates.still_wanted),
    # P5: a yes withdrawn before hand-over is a no.
    Move.TAKE_BACK:    rule({S.ACCEPTED, S.CLEARED, S.PACKED, S.CHECKED}, to=S.DECLINED, needs=P.OFFER_CONTACT),
    # A yes that has run out, or an envelope that came back: nothing leaves before she has said yes anew (VC-02).
    Move.ASK_AGAIN:    rule({S.ACCEPTED, S.CLEARED, S.PACKED, S.CHECKED, S.CAME_BACK}, to=S.CONTACTING,
                            needs=P.OFFER_CONTACT, gate=gates.still_wanted),
    Move.CLEAR:        rule(S.ACCEPTED, to=S.CLEARED, needs=P.PACKET_PACK, gate=gates.may_leave),
    Move.PACK:         rule(S.CLEARED, to=S.PACKED, needs=P.PACKET_PACK, gate=gates.may_leave),
    Move.SPOIL:        rule({S.PACKED, S.CHECKED}, to=S.CLEARED, needs=P.PACKET_PACK),
    Move.CHECK:        rule(S.PACKED, to=S.CHECKED, needs=P.PACKET_CHECK, gate=gates.second_person),
    Move.HAND_OVER:    rule(S.CHECKED, to=S.HANDED_OVER, needs=P.PACKET_PACK, gate=gates.checked_by_two),
    # R14: set by her own statement, never by tracking or elapsed time.
    Move.RECEIVED:     rule(S.HANDED_OVER, to=S.RECEIVED, needs=P.OFFER_CONTACT),
    Move.HAS_READ:     rule({S.HANDED_OVER, S.RECEIVED}, to=S.READ, needs=P.OFFER_CONTACT),
    Move.CAME_BACK:    rule(S.HANDED_OVER, to=S.CAME_BACK, needs=P.PACKET_PACK),
    # She kept it for a while, or never opened it, and gives it back: that is a no, and the copy is destroyed here.
    Move.SENT_BACK:    rule({S.HANDED_OVER, S.RECEIVED, S.READ}, to=S.DECLINED, needs=P.OFFER_CONTACT),
    Move.STOP:         rule(BEFORE_HAND_OVER, to=S.WITHDRAWN, needs=P.DROP_OPEN),
}  # fmt: skip

VA = Role.VICTIM_ASSISTANCE
OFFERS = Table("offer", OFFER_RULES, OfferStep, {
    S.FOUND: Waiting(VA, "for a person to confirm the match"),
    S.VERIFIED: Waiting(VA, "for the first contact"),
    S.CONTACTING: Waiting(VA, "for an answer"),
    S.ACCEPTED: Waiting(VA, "to be cleared for release"),
    S.LATER: Waiting(VA, "for the date they named"),
    # P6: nobody calls these again, and none is lost: she may still come back to the letter (R20).
    S.NOT_NOW: Waiting(None, "for their own word, if they give one"),
    S.DECLINED: Waiting(None, "for their own word, if they give one"),
    S.UNREACHABLE: Waiting(None, "for their own word, if they give one"),
    S.WRONG_PERSON: Waiting(None, "for their own word, if they give one"),
    S.CLEARED: Waiting(VA, "to be packed"),
    S.PACKED: Waiting(VA, "for a second person's check"),
    S.CHECKED: Waiting(VA, "to be handed over"),
    S.HANDED_OVER: Waiting(None, "for their own word, if they give one"),
    S.RECEIVED: Waiting(None, "for their own word, if they give one"),
    S.READ: Waiting(None, "for their own word, if they give one"),
    S.CAME_BACK: Waiting(VA, "for a person to look why it came back"),
})  # fmt: skip
