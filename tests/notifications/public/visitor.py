"""Somebody at the public pages with a browser, and the application they meet."""

import re
from collections.abc import Mapping
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from letterbank.app import create_app
from letterbank.settings import Settings
from letterbank.work import Office
from notifications import dropbox
from tests.worlds import Department

HOST = "https://public.localhost"


def public_app(home: Path, office: Office) -> Flask:
    """The application of one serving process; another call is another process: other draft keys."""
    settings = Settings.from_mapping({"HOME": str(home), "SECURE": "yes"})
    settings.keys.mkdir(exist_ok=True)
    (settings.keys / "public.secret").write_bytes(b"a secret for the form's token in tests")
    return create_app(settings, office)


class Visitor:
    """Somebody with a browser: keeps its cookie, fills in forms with their token."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, base_url=HOST)

    def post(self, path: str, answers: Mapping[str, object] | None = None, *, page: str | None = None) -> TestResponse:
        """Post as a browser would, with the token of the page the form stands on."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get(page or path).text)
        return self.client.post(path, base_url=HOST, data={"csrf_token": token and token[1], **(answers or {})})

    @property
    def cookie(self) -> str | None:
        found = self.client.get_cookie("__Host-page", "public.localhost")
        return found.value if found else None

    def begin(self) -> None:
        self.post("/begin", page="/")

    def answer(self, **more: Mapping[str, object]) -> None:
        """All questions, as `ANSWERS` or as given for a page: `two={"name": ...}`."""
        self.begin()
        for path, answers in {**ANSWERS, **{PATHS[page]: given for page, given in more.items()}}.items():
            assert self.post(path, answers).status_code == 303


PATHS = {"two": "/2", "three": "/3", "four": "/4", "five": "/5"}
ANSWERS: Mapping[str, Mapping[str, object]] = {
    "/2": {"name": "Ruth Alder"},
    "/3": {"writer": "Dale North", "county": "Hinds", "year": "2011", "relation": "direct_victim"},
    "/4": {"safe_way": "telephone", "telephone": "601 555 0142", "hours": "Monday, 9 to 12", "word_first": "Bluebird"},
    "/5": {"wishes": ["victim_services"]},
}


def dropped(department: Department) -> list[dict[str, object]]:
    """What central would find in the drop box."""
    with department.dropbox.reading() as session:
        waiting = dropbox.waiting(session)
    return [dropbox.open_message(department.office("central").vault, *drop) for drop in waiting]
