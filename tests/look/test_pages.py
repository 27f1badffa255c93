"""What every page has before it has any words of its own."""

import re

import pytest

STAFF = '{% extends "base.html" %}{% block title %}Letters to read{% endblock %}{% block main %}{% endblock %}'
PUBLIC = STAFF.replace("base.html", "public/base.html")


def test_the_browser_title_is_the_heading_and_the_programme(shown):
    page = shown(STAFF)

    assert re.findall(r"<h1>(.*?)</h1>", page) == ["Letters to read"]
    assert "<title>Letters to read - The letter bank of Somewhere</title>" in page


def test_a_stranger_sees_neither_ways_nor_a_sign_out(shown):
    page = shown(STAFF)

    assert "<nav" not in page
    assert "Sign out" not in page


def test_signing_out_is_posted_with_its_token(shown, screener):
    page = shown(STAFF, current_user=screener)

    assert re.search(r'<form method="post" action="/out">\s*<input type="hidden" name="csrf_token" value="\S+">', page)


def test_the_way_one_is_on_is_marked(shown, screener):
    page = shown(STAFF, current_user=screener)

    assert '<a href="/" aria-current="page">Waiting for you</a>' in page


@pytest.mark.parametrize("source", [STAFF, PUBLIC], ids=["staff", "public"])
def test_the_first_link_skips_to_the_main_part(shown, source):
    page = shown(source)

    assert re.search(r"<a [^>]*>", page)[0] == '<a class="skip" href="#main">'
    assert 'id="main"' in page


def test_a_public_page_can_be_left_and_its_tab_tells_nothing(shown):
    page = shown(PUBLIC, exit_url="/out-of-here")

    assert "<title>Form</title>" in page
    assert re.search(r'<a class="leave" href="/out-of-here"[^>]*>Leave this page</a>', page)
    assert "letter" not in page.replace("Letters to read", "").lower()


@pytest.mark.parametrize("kind", ["refusal", "missing", "broken"])
def test_an_error_page_on_the_public_face_names_no_programme(shown, kind):
    page = shown(f'{{% include "errors/{kind}.html" %}}', surface="public")

    assert "Leave this page" in page
    assert "Somewhere" not in page
    assert "letter" not in page.lower()


@pytest.mark.parametrize("kind", ["refusal", "missing", "broken"])
def test_an_error_page_gives_its_sentence_and_a_way_back(shown, kind):
    page = shown(f'{{% include "errors/{kind}.html" %}}', sentence="This letter is with <someone> else.")

    assert "This letter is with &lt;someone&gt; else." in page
    assert re.search(r'<a class="button[^>]* href="/">', page)
