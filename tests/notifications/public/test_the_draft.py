"""The draft lives in one cookie of her own browser: sealed, small, gone when she leaves and after a restart."""

import re
from datetime import timedelta

import pytest

from notifications.drops import TEXTS
from tests.notifications.public.visitor import ANSWERS, HOST, Visitor, public_app

COOKIE_LIMIT = 4096  # name and value together, in every browser
SCRIPTS = {"latin": "a", "quotes": '"', "spanish": "ñ", "chinese": "证", "emoji": "🕊", "lines": "a\n"}


def longest(key: str, sign: str) -> str:
    """As much of one sign as a field takes."""
    return (sign * TEXTS[key])[: TEXTS[key] // len(sign.encode()) * len(sign)].strip()


@pytest.mark.parametrize("sign", SCRIPTS.values(), ids=SCRIPTS)
def test_the_longest_answers_in_any_script_fit_the_cookie(visitor, sign):
    texts = {key: longest(key, sign) for key in TEXTS if key not in ("relation", "safe_way", "voicemail", "telephone")}
    visitor.answer(
        two={"name": texts["name"]},
        three={**texts, "relation": "guardian_of_incompetent_person"},
        four={**texts, "safe_way": "i_will_call", "telephone": "1" * TEXTS["telephone"]},
        five={"may_tell": ["requested", "received", "read"],
              "wishes": ["dialogue", "offender_programming", "victim_services"]},
    )  # fmt: skip

    assert len("__Host-page=" + visitor.cookie) < COOKIE_LIMIT
    assert visitor.post("/6").location == "/done"


@pytest.mark.parametrize("sign", SCRIPTS.values(), ids=SCRIPTS)
def test_one_sign_too_many_is_refused(visitor, sign):
    visitor.begin()

    refused = visitor.post("/3", {"writer": "Dale", "what": sign.strip() * TEXTS["what"] + "x"})

    assert refused.status_code == 422


@pytest.mark.parametrize(
    ("path", "answers"),
    [("/4", {"safe_way": "x" * 40_000}), ("/5", {"may_tell": ["a"] * 500}), ("/5", {"wishes": ["dialogue"] * 900})],
)
def test_a_choice_no_page_offers_never_bursts_the_cookie(visitor, path, answers):
    visitor.answer()

    answered = visitor.post(path, answers)

    assert answered.status_code == 303
    assert len("__Host-page=" + visitor.cookie) < COOKIE_LIMIT
    assert 'value="Ruth Alder"' in visitor.get("/2").text


def test_there_is_one_cookie_and_it_is_the_browser_s_own_for_this_visit(visitor):
    response = visitor.get("/")

    (cookie,) = response.headers.getlist("Set-Cookie")
    assert re.fullmatch(r"__Host-page=[\w=-]+; Secure; HttpOnly; Path=/; SameSite=Strict", cookie)


def test_no_word_of_hers_can_be_read_in_the_cookie(visitor):
    visitor.answer()

    import base64

    sealed = base64.urlsafe_b64decode(visitor.cookie)
    assert not [word for word in (b"Ruth", b"Alder", b"North", b"0142", b"name") if word in sealed]


def with_cookie(app, value: str) -> Visitor:
    visitor = Visitor(app)
    visitor.client.set_cookie("__Host-page", value, domain="public.localhost", secure=True)
    return visitor


@pytest.mark.parametrize("spoil", [
    lambda cookie: cookie[:-8] + ("A" * 8), lambda cookie: cookie[:40], lambda cookie: "", lambda cookie: "é",
    lambda cookie: "AAAA", lambda cookie: cookie[4:] + cookie[:4], lambda cookie: "." * 4000,
])  # fmt: skip
def test_a_changed_or_made_up_cookie_is_as_good_as_none(app, visitor, spoil):
    visitor.answer()

    stranger = with_cookie(app, spoil(visitor.cookie))

    assert stranger.get("/2").location == "/again"
    assert stranger.get("/").status_code == 200


def test_a_restart_drops_every_draft_and_says_so(department, tmp_path, visitor):
    visitor.answer()
    restarted = with_cookie(public_app(tmp_path, department.office("public")), visitor.cookie)

    page = restarted.get(restarted.get("/6").location).text

    assert "start our computer again" in page
    assert "nothing was sent" in page


def later(department, **passed) -> None:
    department.clock.forward(timedelta(**passed))


def test_two_hours_after_her_last_answer_a_copied_cookie_shows_nothing(department, app, visitor):
    visitor.answer()
    copied = with_cookie(app, visitor.cookie)
    later(department, hours=2, seconds=1)

    assert copied.get("/2").location == "/again"
    assert "Ruth" not in copied.get("/6").text
    page = copied.get("/again").text
    assert "two hours" in page
    assert "nothing was sent" in page


def test_who_goes_on_writing_keeps_the_answers(department, visitor):
    visitor.begin()
    for name in ("Ruth", "Ruth A. Alder", "Ruth A. Alder", "Ruth A. Alder"):
        later(department, hours=1, minutes=50)
        assert visitor.post("/2", {"name": name}).status_code == 303

    assert 'value="Ruth A. Alder"' in visitor.get("/2").text


def test_ten_minutes_after_sending_the_number_is_gone_from_the_device_whatever_was_looked_at(department, visitor):
    visitor.answer()
    visitor.post("/6")
    later(department, minutes=10)
    shown = visitor.get("/done")
    visitor.get("/change")
    later(department, seconds=1)

    assert shown.status_code == 200
    assert "ten minutes" in shown.text
    assert visitor.get("/done").location == "/again"
    assert "If you have seen your number, it was sent." in visitor.get("/again").text


def test_a_form_left_open_too_long_is_not_sent_and_the_page_says_why(department, visitor):
    visitor.answer()
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get("/6").text)[1]
    later(department, hours=2, seconds=1)

    refused = visitor.client.post("/6", base_url=HOST, data={"csrf_token": token})

    assert refused.status_code == 400
    assert "two hours" in refused.text


def test_a_form_from_before_a_restart_is_not_taken_and_the_page_says_why(department, tmp_path, visitor):
    visitor.answer()
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get("/2").text)[1]
    restarted = with_cookie(public_app(tmp_path, department.office("public")), visitor.cookie)

    refused = restarted.client.post("/2", base_url=HOST, data={"csrf_token": token, "name": "Ruth"})

    assert refused.status_code == 400
    assert "We lost your place" in refused.text


@pytest.mark.parametrize("path", ["/begin", *ANSWERS, "/6", "/change"])
@pytest.mark.parametrize("token", [None, "", "made-up"])
def test_a_form_without_its_token_changes_nothing(visitor, path, token):
    visitor.answer()
    before = visitor.cookie

    refused = visitor.client.post(path, base_url=HOST, data={"csrf_token": token, "name": "Mallory"} if token else {})

    assert refused.status_code == 400
    assert visitor.cookie == before


def test_another_visitor_s_token_is_refused(visitor, another):
    token = re.search(r'name="csrf_token" value="([^"]+)"', another().get("/").text)[1]
    visitor.get("/")

    assert visitor.client.post("/begin", base_url=HOST, data={"csrf_token": token}).status_code == 400


def test_leaving_deletes_the_cookie_and_asks_the_browser_to_forget(visitor):
    visitor.answer()

    left = visitor.get("/leave")

    assert (left.status_code, left.location) == (303, "https://www.weather.gov/")
    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Max-Age=0" in left.headers["Set-Cookie"]
    assert visitor.cookie is None
    assert visitor.get("/3").location == "/again"


def test_going_back_from_check_shows_what_was_written(visitor):
    visitor.answer()

    assert 'value="Dale North"' in visitor.get("/3").text
    assert "Bluebird" in visitor.get("/4").text
