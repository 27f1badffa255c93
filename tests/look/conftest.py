"""A small application that has nothing but the templates, to look at one piece of a page at a time."""

from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

ROOT = Path(__file__).parents[2]


class Stranger:
    is_authenticated = False


class Screener:
    is_authenticated = True
    name = "Ruth Calloway"
    title = "Facility screener"


@pytest.fixture
def app():
    app = Flask(__name__, template_folder=ROOT / "templates", static_folder=ROOT / "letterbank" / "static")
    app.config.update(SECRET_KEY="only for looking at pages")
    app.jinja_env.undefined = StrictUndefined
    CSRFProtect(app)
    app.add_url_rule("/", "home")
    return app


@pytest.fixture
def shown(app):
    """`shown(source, **given)` is the page a template makes."""
    from_the_app = {
        "programme_name": "The letter bank of Somewhere",
        "sign_out_url": "/out",
        "nav": [("home", "Waiting for you")],
    }

    def shown(source, **given):
        with app.test_request_context("/"):
            return render_template_string(source, **{"current_user": Stranger(), **from_the_app, **given})

    return shown


@pytest.fixture
def screener():
    return Screener()
