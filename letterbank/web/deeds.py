"""A refused deed gives the form back: the sentence on the same page, nothing done, nothing typed lost."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy.orm.exc import StaleDataError

from letterbank.audit import record as write_down
from letterbank.errors import Refusal, RuleBroken, WrongStage
from letterbank.vault import openings_among
from letterbank.work import Work

Done = TypeVar("Done")


class Correctable(Protocol):
    """A form that shows sentences of its own beside those of its fields."""

    form_errors: list[str]


def heed(work: Work, form: Correctable, deed: Callable[[], Done]) -> Done | None:
    """Do the deed, or undo it whole and put the refusal's sentence on the form. A denial still ends the request."""
    entries, keys = len(work.entries), dict(work.open_keys)
    refusal: Refusal
    try:
        with work.session.begin_nested():
            done = deed()
            work.session.flush()
    except (RuleBroken, WrongStage) as refused:
        refusal = refused
    except StaleDataError:
        refusal = WrongStage("Someone else just acted on this record. Reload the page to see where it stands.")
    else:
        return done
    work.entries[entries:] = openings_among(work.entries[entries:])  # its words may be in the sentence (P7)
    work.open_keys.clear()
    work.open_keys.update(keys)
    if refusal.audited:
        write_down(work, "refused", refusal.subject, outcome=refusal.audited)
    form.form_errors = [*form.form_errors, refusal.sentence]
    return None
