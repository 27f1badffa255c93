"""What may be seen of a letter: one function, from facility and writer facts alone (P2, R1).

Nothing here reads a table of the victims' side, and nothing of a letter changes after the bank but by a withdrawal.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select

from letterbank.letters.model import Letter, LetterStage
from letterbank.permissions import Actor
from letterbank.policy import Policy

GONE = "no longer at this facility"

_WORDS = {
    LetterStage.REGISTERED: ("To be sent into review", "calm"),
    LetterStage.IN_REVIEW: ("In review", "plain"),
    LetterStage.ESCALATED: ("In review", "plain"),
    LetterStage.RETURNED: ("With the writer", "care"),
    LetterStage.REFUSED: ("Refused", "stop"),
    LetterStage.BANKED: ("In the bank", "good"),
    LetterStage.WITHDRAWN: ("Withdrawn", "plain"),
    LetterStage.STRUCK: ("Registered by mistake", "plain"),
}

_REWRITTEN = ("Rewritten, at the desk", "plain")  # what is returned and came again waits here, no longer for its writer

# R33: that a letter waits for a second person shows on that person's list and nowhere else.
_UNSEEN = {LetterStage.ESCALATED: LetterStage.IN_REVIEW}
STAGE_WORDS = {stage.value: words for stage, (words, _) in _WORDS.items() if stage not in _UNSEEN}


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A letter as its facility knows it. `since` is when it came to its stage; `waits_for` may be empty."""

    id: str
    number: str
    writer: str
    writer_number: str
    case: str
    stage: str
    kind: str
    since: datetime
    registered_at: datetime
    waits_for: str


def letters_seen_by(actor: Actor) -> Select[Letter]:
    """The letters this person may know of: those of their facility; centrally all."""
    query = select(Letter)
    return query.where(Letter.facility_code == actor.facility) if actor.facility else query


def taken_in_at(actor: Actor) -> ColumnElement[bool]:
    """The registered letters whose paper lies at this person's desk: the centre's are those of the old files (R32)."""
    here = Letter.on_paper_since
    return here.is_(None) if actor.facility else here.is_not(None)


def seen(letter: Letter, policy: Policy) -> Seen:
    """Everything a list, a row or a page says of a letter."""
    rewritten = letter.stage is LetterStage.RETURNED and letter.came_again
    words, kind = _REWRITTEN if rewritten else _WORDS[letter.stage]
    here = letter.offender if letter.offender and letter.offender.facility_code == letter.facility_code else None
    return Seen(
        id=letter.id,
        number=letter.number,
        writer=here.name if here else GONE,
        writer_number=here.number if here else "",
        case=letter.case.words if letter.case else "",
        stage=words,
        kind=kind,
        since=letter.newest.arrived_at if rewritten else letter.since,
        registered_at=letter.registered_at,
        waits_for=_waits_for(letter, policy),
    )


def standing_at(shown: str) -> list[LetterStage]:
    """The stages that look like this one; none for a word that no page shows."""
    return [stage for stage in LetterStage if shown in STAGE_WORDS and _UNSEEN.get(stage, stage) == shown]


def _waits_for(letter: Letter, policy: Policy) -> str:
    in_review = LetterStage.IN_REVIEW in (letter.stage, _UNSEEN.get(letter.stage))
    if in_review and not 0 <= letter.step < len(policy.reviews):
        return "Waits for a review that this programme does not have. Tell your administrator."
    if in_review:
        # R33: true of a letter that waits for a second person too, and the same words for both.
        return f"The review of the {policy.reviews[letter.step].title} is not finished."
    if letter.stage is LetterStage.REGISTERED and letter.on_paper_since:
        return "Accepted on paper before. Waits at the central office to be scanned."
    at_the_desk = "Waits to be scanned and looked at, and then to be sent into review."
    return {
        LetterStage.REGISTERED: at_the_desk,
        LetterStage.RETURNED: at_the_desk if letter.came_again else "Waits for the writer to write it again.",
        # R6: the one standing sentence, from every screen and every person.
        LetterStage.BANKED: f"All that the writer is told: “{policy.disclosure.standing_sentence}”",
    }.get(letter.stage, "")
