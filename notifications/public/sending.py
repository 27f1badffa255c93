"""Putting a message into the drop box: sealed at one size, and never a thank-you for what was not kept."""

from collections.abc import Mapping

from sqlalchemy.exc import SQLAlchemyError

from letterbank.errors import MustWait
from letterbank.ids import Id
from letterbank.work import Office
from notifications import dropbox


class NotKept(MustWait):
    """The drop box could not be written. The draft stays, so that she can try again."""


def send(office: Office, drop_id: Id, message: Mapping[str, object]) -> None:
    """Raises NotKept. The same drop sent again is the same drop."""
    sealed = dropbox.seal_message(office.vault, drop_id, message)
    try:
        with office.database.writing() as session:
            dropbox.drop(session, drop_id, sealed)
    except SQLAlchemyError:
        raise NotKept("Your message could not be kept.") from None
