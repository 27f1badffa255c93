"""Lists, histories and the letter desk."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
RECORDS = '{% from "macros/records.html" import waiting, story %}'
DESK = '{% from "macros/desk.html" import viewer, criteria %}'


class Review(FlaskForm):
    blames = RadioField(
        "It blames the victim.",
        choices=[SelectChoice("yes", "Yes"), SelectChoice("no", "No"), SelectChoice("unsure", "Not sure")],
    )
    passage = TextAreaField("Which passage?")


@pytest.mark.parametrize(
    ("waited", "words"),
    [
        (timedelta(minutes=40), "under an hour"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=23), "23 hours"),
        (timedelta(days=1, hours=5), "1 day"),
        (timedelta(days=30), "30 days"),
    ],
)
def test_waiting_is_told_in_plain_words(shown, waited, words):
    page = shown(RECORDS + "{{ waiting(since, now) }}", since=NOW - waited, now=NOW)

    assert f">{words}</time>" in page
    assert f'datetime="{(NOW - waited).isoformat(timespec="minutes")}"' in page


@pytest.mark.parametrize(("days", "longest", "length"), [(10, 40, 25), (40, 40, 100), (7, 7, 33), (0, 3, 1)])
def test_a_bar_shows_how_a_wait_compares_with_the_longest_and_with_what_is_late(shown, days, longest, length):
    since, first = NOW - timedelta(days=days), NOW - timedelta(days=longest)

    page = shown(
        '{% from "macros/records.html" import aged %}{{ aged(since, now, first) }}', since=since, first=first, now=NOW
    )

    assert f'<rect width="{length}"' in page
    assert re.search(r'<svg [^>]*aria-hidden="true"', page)
    assert "</time>" in page


def test_a_story_is_told_oldest_first_and_only_with_what_is_known(shown):
    steps = [{"what": "Registered", "at": NOW - timedelta(days=2)}, {"what": "Scanned", "at": NOW, "who": "Ana Torres"}]

    page = shown(RECORDS + "{{ story(steps) }}", steps=steps)

    assert page.index("Registered") < page.index("Scanned") < page.index("Ana Torres")
    assert "19 November 2026, 09:30" in page


def test_a_covered_letter_is_not_fetched_before_it_is_uncovered(shown):
    page = shown(DESK + "{{ viewer(pages) }}", pages=[{"url": "/page/1"}, {"url": "/page/2"}])

    assert '<details class="cover">' in page
    assert len(re.findall(r'<img [^>]*loading="lazy"', page)) == 2


def test_a_page_typed_out_says_so(shown):
    pages = [{"url": "/page/1", "transcript": "Dear Mrs. Hale"}]

    page = shown(DESK + "{{ viewer(pages, covered=false) }}", pages=pages)

    assert 'alt="Page 1 of 1 of the scanned letter, typed out below"' in page
    assert "Dear Mrs. Hale" in page


def test_a_criterion_is_one_group_with_its_question_and_its_passage(app, shown):
    with app.test_request_context("/"):
        form = Review(MultiDict())

    page = shown(DESK + "{{ criteria('It must not', [form.blames], {'blames': form.passage}, clean='no') }}", form=form)

    assert re.search(r"<legend>.*It blames the victim\.</legend>", page)
    assert re.findall(r'<label for="([^"]+)"', page) == ["blames-0", "blames-1", "blames-2", "passage"]
    assert re.findall(r'<input class="(\w+)"', page) == ["asks", "clean", "asks"]


def test_a_chart_is_also_its_table_and_needs_no_style(shown):
    waits = [("A week", 5), ("Longer", 20), ("None", 0)]

    page = shown('{% from "macros/records.html" import bars %}{{ bars("How long", waits) }}', waits=waits)

    assert re.findall(r'<td class="figure">(\d+)</td>', page) == ["5", "20", "0"]
    assert re.findall(r'<rect width="([\d.]+)"', page) == ["25.0", "100.0", "0.0"]
