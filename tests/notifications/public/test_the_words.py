"""What the pages say and do not say: plain, kind, and nothing in a tab, an address or a cookie that tells on her."""

import re
from html import unescape

import pytest

from letterbank.web.guard import public_pages, silent_pages
from tests.notifications.public.visitor import ANSWERS, Visitor

TELLING = re.compile(r"apolog|offend|victim|prison|letter|crime|correct|inmate|dropbox|bank", re.IGNORECASE)
PAGES = ("/", *ANSWERS, "/6", "/change", "/thanks", "/later", "/again", "/done", "/nowhere", "/lost")
GRADE = 6.0


@pytest.fixture
def pages(visitor: Visitor, another) -> dict[str, str]:
    """Every page as somebody sees it, each with its worst errors where it has a form."""
    shown = {path: visitor.get(path).text for path in ("/", "/change", "/thanks", "/later", "/again", "/nowhere")}
    visitor.begin()
    for path in ANSWERS:
        shown[path] = visitor.get(path).text
    for path in ("/2", "/3", "/4"):
        shown[f"{path} refused"] = visitor.post(path, dict.fromkeys(("name", "writer", "hours"), "x" * 500)).text
    shown["/lost"] = visitor.client.post("/6", base_url="https://public.localhost").text
    sender = another()
    sender.answer()
    shown["/6"] = sender.get("/6").text
    sender.post("/6")
    return {**shown, "/done": sender.get("/done").text}


def texts(page: str) -> str:
    """The words of the main part; a heading or an item ends a sentence."""
    main = page.split("<main")[1].split("</main>")[0]
    ended = re.sub(r"</(h1|h2|li|p|label|legend|dt|dd|span|a|button)>", ". ", main)
    return unescape(re.sub(r"<[^>]+>", " ", ended))


def syllables(word: str) -> int:
    groups = re.findall(r"[aeiouy]+", word.lower().removesuffix("es").removesuffix("ed").removesuffix("e"))
    return max(1, len(groups))


def grade(text: str) -> float:
    """Flesch and Kincaid's formula: the school year in which most can read this."""
    sentences = [each for each in re.split(r"[.!?:]+(?:\s|$)", text) if re.search(r"[A-Za-z]{2}", each)]
    words = re.findall(r"[A-Za-z][A-Za-z’']*", text)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_the_measure_tells_plain_words_from_hard_ones():
    assert grade("We keep it safe. You can say no.") < 2
    assert grade("Confidentiality limitations notwithstanding, participation necessitates authorization.") > 15


def test_every_page_can_be_read_after_six_years_of_school(pages):
    grades = {path: grade(texts(page)) for path, page in pages.items() if "nowhere" not in path}

    assert not {path: round(found, 1) for path, found in grades.items() if found > GRADE}


def test_no_tab_tells_what_the_page_is_about(pages):
    titles = {title for page in pages.values() for title in re.findall(r"<title>(.*?)</title>", page)}

    assert titles == {"Form"}


def test_no_address_script_picture_or_cookie_tells_what_it_is_about(app, pages):
    addresses = [str(rule) for rule in app.url_map.iter_rules()]
    linked = [link for page in pages.values() for link in re.findall(r'(?:href|src|action)="([^"#]*)', page)]
    cookie = [app.config["SESSION_COOKIE_NAME"]]

    assert not [each for each in (*addresses, *linked, *cookie) if TELLING.search(each)]


def test_every_page_can_be_left(pages):
    assert not [path for path, page in pages.items() if page.count('href="/leave"') < 2]


def test_every_question_can_be_put_off(pages):
    asking = [path for path in pages if path.split()[0] in ("/", *ANSWERS, "/6", "/change")]

    assert not [path for path in asking if ">Not now</a>" not in pages[path]]


def test_the_first_page_says_what_leaving_cannot_do_and_who_is_told(pages):
    for words in ("does not clear the list of pages", "is not told that you asked", "There are limits"):
        assert words in pages["/"]


def test_every_page_is_kept_by_nobody_and_runs_nothing_of_others(visitor):
    for path in PAGES:
        headers = visitor.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]


def test_every_page_is_open_to_everybody_and_is_named_here(app):
    """AC-23: what may be done without saying who one is."""
    assert silent_pages(app) == []
    assert set(public_pages(app)) == {"static"} | {
        f"public.{name}"
        for name in ("start", "begin", "ask", "answer", "check", "send_request", "receipt", "change", "send_change",
                     "thanks", "not_now", "again", "leave")
    }  # fmt: skip


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/9", 404), ("/2/x", 404), ("/begin", 404)])
def test_a_wrong_address_says_nothing_of_what_is_here(visitor, path, status):
    page = visitor.get(path)

    assert page.status_code == status
    assert not TELLING.search(texts(page.text))


def test_a_post_that_is_far_too_large_is_refused_kindly(visitor):
    visitor.begin()

    refused = visitor.post("/3", {"writer": "Dale", "what": "x" * 300_000})

    assert refused.status_code == 413
    assert "too much text" in refused.text


@pytest.mark.parametrize("much", ["\N{BROKEN HEART}" * 10_000, "I am sorry. " * 5_000])
def test_a_text_that_is_too_long_stays_on_the_page(visitor, much):
    """Each of these signs takes twelve bytes on its way."""
    visitor.begin()

    refused = visitor.post("/3", {"writer": "Dale", "what": much})

    assert refused.status_code == 422
    assert "Please make this shorter" in refused.text
    assert much[:9_000] in refused.text
