"""Typing a page out beside its picture, and a second person's reading of what was typed (N12)."""

from dataclasses import dataclass

from letterbank.audit import record as write_down
from letterbank.errors import Missing, RuleBroken, WrongStage
from letterbank.ids import Id
from letterbank.letters.intake import letter_here
from letterbank.letters.model import Letter, Page
from letterbank.letters.transcripts import Transcript, newest_of, opened_of
from letterbank.vault import opening
from letterbank.vault.sealed import REVIEW
from letterbank.work import Work
from screening import machine_reading, queues
from screening.forms import TypedForm, tidy

STATES = {
    "typed": "Typed, and not yet read by a second person",
    "confirmed": "Typed, and read by a second person",
    "machine": "A draft by a machine that nobody has corrected",
}


@dataclass(frozen=True, kw_only=True, repr=False)
class Typed:
    """A page's words as they stand. `key` names this state; `by_me`: somebody else must read it."""

    key: str
    words: str
    state: str
    by_me: bool

    @property
    def told(self) -> str:
        return STATES[self.state]


def page_here(work: Work, letter: Letter, ordinal: int) -> Page:
    """Raises WrongStage unless this person has taken the letter, Missing for a page it does not have."""
    queues.must_hold(work, letter)
    page = next((page for page in letter.newest.pages if page.ordinal == ordinal), None)
    if page is None:
        raise Missing
    return page


def typed_pages(work: Work, letter: Letter) -> dict[int, Typed]:
    """By page, for the one reader who has taken the letter."""
    queues.must_hold(work, letter)
    return {
        typed.ordinal: Typed(
            key=typed.id, words=opened.words, state=_state(typed), by_me=typed.typed_by == work.actor.id
        )
        for typed, opened in opened_of(work, letter.newest, REVIEW)
    }


def save(work: Work, letter: Letter, ordinal: int, words: str, *, by_machine: bool = False) -> None:
    """Keep what was typed as the page's newest words. A second person reads them before they count."""
    page = page_here(work, letter, ordinal)
    clean = tidy(words)
    if not clean:
        raise RuleBroken("Type the words of the page first. For a side without writing, type: [no writing]")
    kept = Transcript(
        id=work.new_id(), page_id=page.id, revision_id=page.revision_id, facility_code=letter.facility_code,
        desk=work.actor.place, ordinal=ordinal, by_machine=by_machine, typed_by=work.actor.id, typed_at=work.now,
    )  # fmt: skip
    work.vault.seal(work, kept, words=clean)
    work.session.add(kept)
    write_down(work, "page typed out", letter.subject, kept.place, by_machine=by_machine)


def confirm(work: Work, letter: Letter, ordinal: int, shown: Id) -> None:
    """A second person has read these very words beside the page and found them right."""
    typed = newest_of(work, page_here(work, letter, ordinal))
    if typed is None or typed.id != shown:
        raise WrongStage("The words have changed since you opened the page. Read them once more.")
    if typed.by_machine:
        raise RuleBroken("A machine wrote this draft. Correct it and save it; then a second person reads it.")
    if typed.typed_by == work.actor.id:
        raise RuleBroken("You typed this yourself. A second person reads it beside the page.")
    typed.read_by, typed.read_at = work.actor.id, work.now
    write_down(work, "typed page read", letter.subject, typed.place)


def keep(work: Work, letter: Letter, ordinal: int, form: TypedForm, deed: str) -> str:
    """Save or confirm what the page was sent with; what was done, as it is told. Raises WrongStage, RuleBroken."""
    if deed == "confirm" and form.is_changed_from(_words(work, letter, ordinal)):
        raise RuleBroken("You have changed the words. Save them; then a second person reads them.")
    if deed == "confirm":
        confirm(work, letter, ordinal, form.shown.data or "")
        return f"Page {ordinal} is read."
    _must_be_the_newest(work, letter, ordinal, form.shown.data or "")
    save(work, letter, ordinal, form.words.data or "")
    return f"Page {ordinal} is saved. A second person reads it."


def _words(work: Work, letter: Letter, ordinal: int) -> str:
    known = typed_pages(work, letter).get(ordinal)
    return known.words if known else ""


def _must_be_the_newest(work: Work, letter: Letter, ordinal: int, shown: Id) -> None:
    typed = newest_of(work, page_here(work, letter, ordinal))
    if typed and typed.id != shown:
        raise WrongStage("Somebody has saved other words since you opened the page. Yours stand here; save once more.")


def machine_words(work: Work, letter_id: Id, ordinal: int, program: str | None) -> tuple[str, str]:
    """A machine's draft of a page nobody has typed yet, or the sentence why there is none.

    The machine reads between two units of work; whether the letter is still this reader's is asked again by `save`.
    """
    page = page_here(work, letter_here(work, letter_id), ordinal)
    if newest_of(work, page):
        raise RuleBroken("This page has words already. Correct them instead.")
    picture = opening(work, page, REVIEW).raw("image")
    work.open_keys.clear()
    with work.unit.outside():
        try:
            return machine_reading.draft(program, picture, work.policy.languages), ""
        except RuleBroken as refused:
            return "", refused.sentence


def _state(typed: Transcript) -> str:
    if typed.by_machine:
        return "machine"
    return "confirmed" if typed.is_confirmed else "typed"
