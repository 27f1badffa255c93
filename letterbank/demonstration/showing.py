"""Serves a demonstration on this machine's loopback, with the door that offers its made-up accounts."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from letterbank import rounds
from letterbank.app import open_office
from letterbank.demonstration.door import parts_of_demonstration
from letterbank.demonstration.people import PASSWORD, STAFF
from letterbank.sandbox import Sandbox
from letterbank.serving import BEAT_SECONDS, SORTING_SECONDS, Server, beat, by_host, make_apps, scanning_rooms
from letterbank.settings import Settings


def show(settings: Settings, sandbox: Sandbox, *, port: int, say: Callable[[str], None]) -> None:
    """Until it is stopped with Control-C."""
    settings = replace(settings, port=port)
    apps = make_apps(settings, sandbox, parts_of_demonstration)
    for line in welcome(settings):
        say(line)
    offices = {surface: open_office(settings, surface) for surface in ("facility", "central")}

    def started() -> None:
        beat(BEAT_SECONDS, partial(rounds.go_safely, offices["central"]))
        for go in scanning_rooms(settings, offices.__getitem__, sandbox):
            beat(SORTING_SECONDS, go)

    Server(by_host(apps), f"127.0.0.1:{port}", started=started).run()


def welcome(settings: Settings) -> list[str]:
    """The addresses, and one account a role."""
    lines = ["", "The letter bank is open on this machine, for looking around. Everything in it is made up.", ""]
    for surface, what in (
        ("public", "victims ask here"),
        ("facility", "intake, first review"),
        ("central", "the rest"),
    ):
        lines.append(f"  http://{settings.hosts[surface]}:{settings.port}/   {what}")
    lines += ["", "Sign in with one click on the sign-in page, or by hand with the code it shows:", ""]
    lines += [f"  {person.surface:9} {person.login:18} {person.role.value}" for person in STAFF]
    return [*lines, "", f"  The password of every account: {PASSWORD}", "", "Stop with Control-C."]
