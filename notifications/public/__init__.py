"""The pages for people who were harmed: they can seal what they say and open nothing that was sent (P3).

No page needs a script, a sign-in or the main database; the only thing kept between two pages is one sealed cookie.
"""

from typing import Any, cast

from flask import Flask
from flask_babel import Babel

from letterbank.web.guard import guard
from notifications.public.draft import DraftSessions
from notifications.public.pages import pages
from notifications.public.refusals import register_public_refusals
from notifications.public.words import NEUTRAL_PAGE, words_of_every_page


def register_public(app: Flask) -> None:
    """Every page here is open to anybody, so the guard has nobody to let in: what is not marked stays closed."""
    guard(app, "public.start", lambda: False)
    cast(Any, app.view_functions["static"]).is_public = True  # style, icon and exit script are for everybody
    app.session_interface = DraftSessions()
    app.config["NEUTRAL_PAGE"] = NEUTRAL_PAGE
    Babel(app, default_locale="en")
    app.register_blueprint(pages)
    app.context_processor(words_of_every_page)
    register_public_refusals(app)
