"""Form tokens, drawn from the office's id source and stamped by its clock.

So two worlds can be compared byte for byte (P2); Flask-WTF alone would ask the system for both.
"""

from flask import current_app, session
from flask.ctx import _AppCtxGlobals
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from letterbank.web.unit import office

NAME = "csrf_token"


class TokenGlobals(_AppCtxGlobals):
    """`g`, in which the form token appears when Flask-WTF first looks whether there is one."""

    def __contains__(self, name: str) -> bool:
        if name == NAME and not super().__contains__(NAME):
            setattr(self, NAME, _drawn())
        return super().__contains__(name)


class _OfficeSigner(TimestampSigner):
    def get_timestamp(self) -> int:
        return int(office().clock.now().timestamp())


def _drawn() -> str:
    """The session's secret (160 bits, made with the first form), signed as Flask-WTF reads it."""
    if NAME not in session:
        session[NAME] = office().ids.random(20).hex()
    signing = URLSafeTimedSerializer(current_app.secret_key or b"", salt="wtf-csrf-token", signer=_OfficeSigner)
    return str(signing.dumps(session[NAME]))
