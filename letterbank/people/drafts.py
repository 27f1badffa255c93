"""Looking at register files before taking them in: they are kept sealed for as long as somebody looks."""

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select

from letterbank.audit import record as write_down
from letterbank.errors import Missing
from letterbank.ids import Id
from letterbank.people.draft import RegisterDraft
from letterbank.people.register import COLUMNS, Report, compare, fingerprint, read_register, take_in
from letterbank.permissions import Permission, must
from letterbank.vault import VictimKey, opening
from letterbank.vault.keys import destroy
from letterbank.vault.sealed import TAKE_IN
from letterbank.work import Work

KEPT = timedelta(days=1)


def bring(work: Work, files: Mapping[str, bytes]) -> RegisterDraft:
    """Keep three readable files to look at. Raises NotARegister, and then keeps nothing."""
    must(work.actor, Permission.REGISTER_IMPORT)
    read_register(files)
    for old in work.session.scalars(select(RegisterDraft).where(RegisterDraft.at < work.now - KEPT)):
        _forget(work, old)
    draft = RegisterDraft(id=work.new_id(), brought_by=work.actor.id, at=work.now)
    work.vault.new_key(work, VictimKey, draft.id, "bank")
    packed = json.dumps({name: base64.b64encode(files[name]).decode() for name in COLUMNS})
    work.vault.seal(work, draft, files=packed.encode())
    work.session.add(draft)
    write_down(work, "register brought", draft.place, sha256=fingerprint(files))
    return draft


def mine(work: Work) -> Sequence[RegisterDraft]:
    """What this person brought and has neither taken in nor left."""
    query = select(RegisterDraft).where(
        RegisterDraft.brought_by == work.actor.id, RegisterDraft.at >= work.now - KEPT
    )
    return work.session.scalars(query.order_by(RegisterDraft.at, RegisterDraft.id)).all()


def look(work: Work, draft_id: Id) -> Report:
    """What taking the draft in would do today."""
    return compare(work, read_register(_files(work, _draft(work, draft_id))))


def confirm(work: Work, draft_id: Id) -> Report:
    """Take the draft in and forget it."""
    draft = _draft(work, draft_id)
    report = take_in(work, read_register(_files(work, draft)))
    _forget(work, draft)
    return report


def leave(work: Work, draft_id: Id) -> None:
    """Forget the draft; the register stays as it is."""
    draft = _draft(work, draft_id)
    _forget(work, draft)
    write_down(work, "register left", draft.place)


def _draft(work: Work, draft_id: Id) -> RegisterDraft:
    """One's own draft."""
    found = work.session.get(RegisterDraft, draft_id)
    if found is None or found.brought_by != work.actor.id:
        raise Missing
    return found


def _files(work: Work, draft: RegisterDraft) -> dict[str, bytes]:
    packed = json.loads(opening(work, draft, TAKE_IN).raw("files"))
    return {name: base64.b64decode(packed[name]) for name in COLUMNS}


def _forget(work: Work, draft: RegisterDraft) -> None:
    work.session.delete(draft)
    destroy(work, VictimKey, draft.id)
