"""Whose turn it is: one reader a letter, by waiting time alone, and nobody of elsewhere."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, update

from letterbank.errors import Missing, NotAllowed, Refusal, RuleBroken, WrongStage
from letterbank.letters.intake import letter_here
from letterbank.letters.model import Letter
from letterbank.people.model import Case, Offender
from letterbank.permissions import Role
from screening.queues import claim, my_queue, put_back
from tests.screening.conftest import submitted, submitted_many
from tests.worlds import ASSISTANT, CLERK, COORDINATOR, PLANNER, RIVER_SCREENER, SCREENER, person, review

SECOND_SCREENER = person(Role.FACILITY_SCREENER, 2, "NORTH")


def take(department, actor, letter_id):
    with department.writing(actor) as work:
        letter = letter_here(work, letter_id)
        claim(work, letter, letter.version)


def queue_of(department, actor):
    with department.reading(actor) as work:
        return [letter.id for letter in my_queue(work).rows]


def test_r4_the_longest_waiting_comes_first(department):
    waiting = []
    for _ in range(3):
        waiting.append(submitted(department))
        department.clock.forward(timedelta(hours=1))

    assert queue_of(department, SCREENER) == waiting


def test_each_reader_sees_only_their_own_step(department, a_letter):
    assert queue_of(department, SCREENER) == [a_letter]
    assert [queue_of(department, other) for other in (RIVER_SCREENER, PLANNER, COORDINATOR, CLERK)] == [[]] * 4

    with department.writing(SCREENER) as work:
        review(work, work.session.get_one(Letter, a_letter))

    assert queue_of(department, PLANNER) == [a_letter]
    assert [queue_of(department, other) for other in (SCREENER, SECOND_SCREENER, COORDINATOR)] == [[]] * 3


def test_nobody_takes_a_letter_that_someone_is_reading(department, a_letter):
    take(department, SCREENER, a_letter)

    with pytest.raises(WrongStage, match="Someone else is reading"):
        take(department, SECOND_SCREENER, a_letter)
    assert queue_of(department, SECOND_SCREENER) == []
    assert queue_of(department, SCREENER) == [a_letter]


def test_a_claim_that_ran_out_is_free_again(department, a_letter):
    take(department, SCREENER, a_letter)

    department.clock.forward(timedelta(minutes=department.policy.claims.lease_minutes))

    assert queue_of(department, SECOND_SCREENER) == [a_letter]
    take(department, SECOND_SCREENER, a_letter)


def test_a_letter_put_back_is_there_for_the_next(department, a_letter):
    take(department, SCREENER, a_letter)

    with department.writing(SCREENER) as work:
        letter = letter_here(work, a_letter)
        put_back(work, letter, letter.version)

    take(department, SECOND_SCREENER, a_letter)


def test_only_the_holder_puts_a_letter_back(department, a_letter):
    take(department, SCREENER, a_letter)

    with pytest.raises(WrongStage), department.writing(SECOND_SCREENER) as work:
        letter = letter_here(work, a_letter)
        put_back(work, letter, letter.version)


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [(RIVER_SCREENER, Missing), (CLERK, NotAllowed), (PLANNER, RuleBroken), (ASSISTANT, NotAllowed)],
    ids=["another facility", "clerk", "not their step", "victim assistance"],
)
def test_nobody_else_takes_the_letter(department, a_letter, actor, refusal):
    with pytest.raises(refusal):
        take(department, actor, a_letter)


def test_of_two_who_take_at_once_one_is_told_no(department, a_letter):
    with department.reading(SCREENER) as work:
        version = letter_here(work, a_letter).version
    start, ended = threading.Barrier(2), []

    def grab(actor):
        start.wait()
        try:
            with department.writing(actor) as work:
                claim(work, letter_here(work, a_letter), version)
            ended.append(actor)
        except Exception as refusal:
            ended.append(type(refusal))

    threads = [threading.Thread(target=grab, args=(actor,)) for actor in (SCREENER, SECOND_SCREENER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with department.reading(SCREENER) as work:
        holder = letter_here(work, a_letter).claimed_by
    assert [actor.id for actor in ended if not isinstance(actor, type)] == [holder]
    assert len(ended) == 2


def give_everyone_another_writer(department):
    """Each letter its own writer and case, so that nothing is found in memory by chance."""
    with department.arranging(COORDINATOR) as work:
        for letter in work.session.query(Letter):
            writer = Offender(id=work.new_id(), number=work.new_id(), name="Lee Brook", facility_code="NORTH")
            case = Case(id=work.new_id(), number=work.new_id(), county="Hinds", offence="Theft")
            case.offenders.append(writer)
            letter.offender, letter.case = writer, case


def hold(department, reader, letters):
    """Somebody has these letters, or nobody."""
    until = department.clock.now() + timedelta(hours=1)
    with department.arranging(COORDINATOR) as work:
        chosen = update(Letter).where(Letter.id.in_(letters))
        work.session.execute(chosen.values(claimed_by=reader, claimed_until=until))


def test_the_queue_page_asks_as_often_at_thirty_letters_as_at_three(at_desk, department):
    screener, statements = at_desk(SCREENER), []
    letters = submitted_many(department, 30)
    give_everyone_another_writer(department)
    engine = department.office(SCREENER.surface).database.engine

    def note(*given: object) -> None:
        statements.append(given[2])

    def asked() -> tuple[int, int]:
        statements.clear()
        shown = screener.get("/review").text.count("Take it")
        return shown, len(statements)

    hold(department, SECOND_SCREENER.id, letters[3:])
    event.listen(engine, "before_cursor_execute", note)
    few = asked()
    hold(department, None, letters[3:])
    many = asked()
    event.remove(engine, "before_cursor_execute", note)

    assert (few[0], many[0]) == (3, 25)
    assert few[1] == many[1]


def test_a_step_for_two_people_wants_two_people(department, a_letter):
    first, *others = department.policy.reviews
    two = replace(department, policy=replace(department.policy, reviews=(replace(first, people=2), *others)))
    take(two, SCREENER, a_letter)
    with two.writing(SCREENER) as work:
        review(work, work.session.get_one(Letter, a_letter))

    assert queue_of(two, SCREENER) == queue_of(two, PLANNER) == []
    with pytest.raises(RuleBroken, match="A different person"):
        take(two, SCREENER, a_letter)
    assert queue_of(two, SECOND_SCREENER) == [a_letter]


def test_the_list_goes_on_where_it_stopped(department):
    everyone = set(submitted_many(department, 30))

    with department.reading(SCREENER) as work:
        first = my_queue(work)
        second = my_queue(work, first.after)

    assert len(first.rows) == 25
    assert {letter.id for letter in (*first.rows, *second.rows)} == everyone
    assert second.after is None


def test_a_stale_page_takes_nothing(department, a_letter):
    with pytest.raises(Refusal, match="has changed since"), department.writing(SCREENER) as work:
        claim(work, letter_here(work, a_letter), 99)
