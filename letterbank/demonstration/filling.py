"""Makes a demonstration's home: a real installation, then people and two years of letters by the real rules."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from letterbank.clock import HandClock, SystemClock
from letterbank.demonstration import home, paper_trail, people, scanning_room, stories
from letterbank.demonstration.home import Filled
from letterbank.demonstration.lives import Told, lives, play
from letterbank.demonstration.paper_trail import Trail
from letterbank.demonstration.place import Place, opened
from letterbank.demonstration.register import FACILITIES, import_register
from letterbank.ids import Id
from letterbank.installation import Wanted, make_home
from letterbank.sandbox import Sandbox
from letterbank.settings import Settings

Say = Callable[[str], None]
POLICY = "mississippi"
_FIRST_DAY = timedelta(days=740)
_A_WHILE = timedelta(minutes=10)  # the last deeds are done when the doors open
_EVERY = 25


def people_ready(path: Path, sandbox: Sandbox, say: Say) -> Settings:
    """A demonstration with everybody who works there and the register, and perhaps letters."""
    found = _found(path, say)
    if found:
        return found
    say(f"Making a demonstration in {path}")
    settings = _made(path)
    with opened(settings, sandbox) as place:
        _people(place)
    home.mark(path, Filled.PEOPLE)
    return settings


def letters_ready(path: Path, sandbox: Sandbox, say: Say) -> Settings:
    """A demonstration with letters and requests at every stage."""
    found = _found(path, say)
    if found and home.filled(path) is Filled.WHOLE:
        say(f"Continuing the demonstration in {path}. For a new one: letterbank demo --fresh")
        return found
    say(f"Making a demonstration in {path}: made-up people, and two years of letters by the real rules.")
    settings = found or _made(path)
    with opened(settings, sandbox) as place:
        _years(place, say, anew=not found)
    home.mark(path, Filled.WHOLE)
    return settings


def _found(path: Path, say: Say) -> Settings | None:
    """The demonstration that stands here, unless it was left half-made or another version made it."""
    home.must_be_demonstration(path)
    how = home.filled(path)
    if how in (Filled.BEGUN, Filled.OLD):
        say(f"The demonstration in {path} was left half-made, or made by another version. It is made anew.")
        home.throw_away(path)
    return Settings.from_home(path, {}) if how in (Filled.PEOPLE, Filled.WHOLE) else None


def _made(path: Path) -> Settings:
    settings = make_home(path, Wanted(POLICY, tuple(FACILITIES), {"SECURE": "no"}))
    home.mark(path, Filled.BEGUN)
    return settings


def _people(place: Place) -> None:
    people.hire_administrator(place)
    import_register(place, [told.writer for told in lives()])
    people.hire_others(place)
    people.enrol_everybody(place)


def _years(place: Place, say: Say, *, anew: bool) -> None:
    """Everything under a clock turned by hand; who works here is hired on its first day and enrolled on its last."""
    told = lives()
    zone = place.central.policy.zone
    now = SystemClock().now().astimezone(zone)
    clock = HandClock(now - _FIRST_DAY)
    then = place.at(clock)
    if anew:
        people.hire_administrator(then)
        import_register(then, [each.writer for each in told])
        people.hire_others(then)
    else:
        people.meet(then)
    known = _lived(then, told, clock, now, say)
    clock.turn_to(now - _A_WHILE)
    stories.this_morning(then, told[0], known[_waiting_for_planner(told).writer.case])
    scanning_room.this_morning(then, [each.writer for each in told])
    scanning_room.old_files(then, [each.writer for each in told])
    scanning_room.going_home(then, [each.writer for each in told])
    people.enrol_everybody(then)


def _lived(place: Place, told: list[Told], clock: HandClock, now: datetime, say: Say) -> dict[str, Id]:
    known: dict[str, Id] = {}
    begun = [stories.letter(place, each, known) for each in told]
    begun += [stories.request(place, each, known) for each in told if each.wish]
    begun += [paper_trail.of_facility(place, code, Trail(told, known, now.date())) for code in FACILITIES]
    begun += [paper_trail.of_ended(place, each, known) for each in told if each.paper in paper_trail.ENDED]
    begun += [paper_trail.of_writer(place, each, known) for each in told if each.paper == "with_writer"]
    steps = 0

    def turned() -> None:
        nonlocal steps
        steps += 1
        if steps % _EVERY == 0:
            say(f"  {steps} steps, up to {clock.now():%B %Y}")

    play(begun, clock, now, turned)
    return known


def _waiting_for_planner(told: list[Told]) -> Told:
    return next(each for each in told if each.goes == "waits 1")
