"""What every public page shows around its own words: the way out and a number to call. Needs no database."""

from flask_babel import gettext as _
from markupsafe import Markup

from letterbank.web.unit import office

# Where leaving leads: a page everybody looks at, the same for all, that says nothing of who looks.
NEUTRAL_PAGE = "https://www.weather.gov/"


def words_of_every_page() -> dict[str, object]:
    programme = office().policy.programme
    return {
        "surface": "public",
        "policy": office().policy,
        "telephone": Markup('<span class="whole">{}</span>').format(programme.telephone),  # in one line
        "help_line": _("You can also call us: %(number)s. %(hours)s.", number=programme.telephone,
                       hours=programme.call_back_hours),
    }  # fmt: skip
