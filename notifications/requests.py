"""A request from the moment staff opened it: verified, linked to the register, paused or withdrawn.

Identity and victim status are never checked with the facility, the case manager or the writer (R23).
"""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from letterbank.audit import record as write_down
from letterbank.errors import Missing, RuleBroken, WrongStage
from letterbank.ids import Id
from letterbank.people.model import Case, Offender
from letterbank.people.offenders import find_offenders
from letterbank.permissions import Permission, must
from letterbank.vault import Opened, VictimKey, opening
from letterbank.vault.keys import holder_of
from letterbank.vault.sealed import VERIFY
from letterbank.workflow import take
from notifications import known, offers, wishes
from notifications.model import Request, RequestStage
from notifications.workflow import REQUESTS, RequestMove

if TYPE_CHECKING:
    from letterbank.work import Work


def find(work: "Work", request_id: Id) -> Request:
    found = work.session.get(Request, request_id)
    if found is None:
        raise Missing
    return found


def find_kept(work: "Work", request_id: Id) -> Request:
    """One that can still be opened. Raises Missing, or WrongStage where what she told us was destroyed."""
    found = find(work, request_id)
    if holder_of(work, VictimKey, found.id) is None:
        raise WrongStage("What they told us with this request was destroyed. Only a new request of theirs begins anew.")
    return found


def same_page(record_version: int, page_version: int) -> None:
    """Refuse a page that shows an older state of the record."""
    if record_version != page_version:
        raise WrongStage("Someone else changed this while your page was open. Look again, then decide.")


def register_matches(work: "Work", text: str) -> list[Offender]:
    """Offenders of the register by number or name, as everybody finds them; nobody by less than two signs."""
    return list(find_offenders(work, text).rows) if len(text.strip()) >= 2 else []


def best_words(work: "Work", given: Sequence[str]) -> str:
    """The first of these that the register knows; where it knows none, the last, for a person to put right."""
    return next((words for words in given if register_matches(work, words)), given[-1] if given else "")


def link(work: "Work", request: Request, offender_id: Id, case_id: Id) -> None:
    """Say which offender and which of their cases she means. Fixed once the request stands: offers hang on it."""
    must(work.actor, Permission.REQUEST_VERIFY)
    if request.stage is not RequestStage.OPENED:
        raise WrongStage("This request is no longer being verified; its case stays as it is.")
    case = work.session.get(Case, case_id)
    if case is None or offender_id not in {offender.id for offender in case.offenders}:
        raise RuleBroken("Choose a case of this offender.")
    request.offender_id, request.case_id = offender_id, case_id
    hers = opening(work, request.victim, VERIFY)
    known.note(work, request, {fact: getattr(hers, fact) for fact in known.FACTS})
    write_down(work, "request: linked", request.subject)


def verify(
    work: "Work", request: Request, how: str, relation: str, *, allied: bool = False, known_already: str = ""
) -> bool:
    """Identity and victim status are clear: the request stands from now on. `how` is sealed with it.

    `known_already`: what was found about a person we know by the same facts, if there is one (R15).
    `allied`: she is related to the writer or close to him. Then this is a first look and a second person decides
    (R23, VC-04). False says that the second person is still to come.
    """
    if relation not in work.policy.victims.relations:
        raise RuleBroken("Choose how they are connected to this case.")
    if not how.strip():
        raise RuleBroken("Write down how you checked who this person is and that they are a victim of this case.")
    earlier = _first_look(work, request)
    if earlier and earlier["by"] == work.actor.id:
        raise RuleBroken("This person is close to the writer, so a second person decides. Ask a colleague to look.")
    known.must_be_told_apart(work, request, known_already)
    found = {"how": how, "relation": relation, "by": work.actor.id, "known": known_already.strip(), "first": earlier}
    if allied and not earlier:
        work.vault.seal(work, request, verification=json.dumps({**found, "first_look": True}))
        write_down(work, "request: first look", request.subject)
        return False
    name = opening(work, request.victim, VERIFY).name
    work.vault.seal(work, request, verification=json.dumps(found), match_card=json.dumps({"name": name}))
    take(work, REQUESTS, RequestMove.VERIFY, request)
    wishes.note_ticked(work, request, ticked(sent(opening(work, request, VERIFY)), "wishes"))
    return True


def _first_look(work: "Work", request: Request) -> dict[str, object] | None:
    """What somebody found who looked first at a request that needs two; it stays beside what the second found."""
    noted = verification(opening(work, request, VERIFY))
    return noted if noted.get("first_look") else None


def verification(opened: Opened) -> dict[str, object]:
    """What was written down when somebody verified or refused."""
    noted: dict[str, object] = json.loads(opened.verification or "{}")
    return noted


def refuse(work: "Work", request: Request, why: str) -> None:
    if not why.strip():
        raise RuleBroken("Write down why, for whoever asks later.")
    found = {"refused": why, "by": work.actor.id, "first": _first_look(work, request)}
    work.vault.seal(work, request, verification=json.dumps(found))
    take(work, REQUESTS, RequestMove.REFUSE, request)


def pause(work: "Work", request: Request) -> None:
    """R16: everything not yet handed over stops at once."""
    offers.pause_request(work, request)


def resume(work: "Work", request: Request, how: str) -> None:
    """Only after she confirmed it by the old safe way (R16). A yes from before the pause is asked for again."""
    if not how.strip():
        raise RuleBroken("Write down how they confirmed it by the way they had called safe before.")
    noted = verification(opening(work, request, VERIFY))
    work.vault.seal(work, request, verification=json.dumps({**noted, "resumed": how}))
    take(work, REQUESTS, RequestMove.RESUME, request)


def withdraw(work: "Work", request: Request) -> None:
    """R15: acts at once; every open offer and wish ends with it."""
    offers.end_request(work, request)


def sent(opened: Opened) -> dict[str, object]:
    """What she sent, by field."""
    content: dict[str, object] = json.loads(opened.content)
    return content


def ticked(content: Mapping[str, object], key: str) -> list[str]:
    """The boxes of one question that were ticked."""
    kept = content.get(key, [])
    return [str(each) for each in kept] if isinstance(kept, list) else []
