"""The pages of sign-in and staff in a real browser: usable by everybody, within our policy, with a real passkey."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from werkzeug.serving import make_server

from letterbank.accounts import enrolment, hiring
from letterbank.accounts.hiring import Post
from letterbank.permissions import Role
from tests.accounts.test_enrolment import CHOSEN, device_code
from tests.browser.going import press, take_link
from tests.signing import MANAGER, PASSWORD, login_of
from tests.worlds import COORDINATOR, person


@pytest.fixture
def central(town) -> Iterator[str]:
    """The central surface, served on this machine; its address."""
    server = make_server("127.0.0.1", 0, town.app("central"), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://central.localhost:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def give_password(page, central, login, password=PASSWORD):
    page.goto(f"{central}/sign-in")
    page.get_by_label("I have read this notice").check()
    page.get_by_label("Sign-in name").fill(login)
    page.get_by_label("Password").fill(password)
    press(page, "Continue")


def sign_in(page, central, town, actor):
    town.employ(actor)
    give_password(page, central, login_of(actor))
    page.get_by_label("Code from your device").fill(town.code(actor))
    press(page, "Sign in")
    page.wait_for_url(f"{central}/")


def test_somebody_enrols_and_signs_in(page, central, town, accessible):
    with town.department.writing(MANAGER) as work:
        staff, code = hiring.hire(work, "Ruth Alder", "r.alder", Post(roles=frozenset({Role.PLANNER})))
    page.goto(f"{central}/sign-in")
    accessible(page)
    take_link(page, "Enrol with your printed code")
    accessible(page)
    page.get_by_label("Sign-in name").fill("r.alder")
    page.get_by_label("Enrolment code").fill("wrong")
    press(page, "Continue")
    assert page.get_by_text(enrolment.WRONG).count() == 2
    accessible(page)
    page.get_by_label("Enrolment code").fill(code)
    press(page, "Continue")
    accessible(page)
    page.get_by_label("New password").fill(CHOSEN)
    page.get_by_label("The same password again").fill(CHOSEN)
    press(page, "Continue")
    accessible(page)
    assert page.get_by_role("img", name="QR code").evaluate("picture => picture.naturalWidth") > 0
    page.get_by_label("Code from your device").fill(device_code(town, staff))
    press(page, "Finish")
    accessible(page)
    take_link(page, "I have them. Sign in")
    assert page.url == f"{central}/sign-in"


def have_a_device(page):
    """A device in this computer that knows its person and always says yes."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    built_in = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": {**built_in, "automaticPresenceSimulation": True}})


def test_somebody_enrols_with_a_passkey_and_signs_in_with_it(page, central, town, accessible):
    with town.department.writing(MANAGER) as work:
        _, code = hiring.hire(work, "Ruth Alder", "r.alder", Post(roles=frozenset({Role.PLANNER})))
    have_a_device(page)
    page.goto(f"{central}/enrol")
    page.get_by_label("Sign-in name").fill("r.alder")
    page.get_by_label("Enrolment code").fill(code)
    press(page, "Continue")
    page.get_by_label("New password").fill(CHOSEN)
    page.get_by_label("The same password again").fill(CHOSEN)
    press(page, "Continue")
    take_link(page, "Use a passkey instead")
    accessible(page)
    press(page, "Make a passkey")
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    accessible(page)
    take_link(page, "I have them. Sign in")

    give_password(page, central, "r.alder", CHOSEN)
    press(page, "Use my passkey")

    page.wait_for_url(f"{central}/")
    assert page.get_by_text("Ruth Alder").count() >= 1


def test_a_passkey_is_added_and_used(page, central, town, accessible):
    have_a_device(page)
    sign_in(page, central, town, COORDINATOR)
    take_link(page, "Your sign-in")
    accessible(page)
    take_link(page, "Passkeys")
    accessible(page)
    page.get_by_label("Name of this passkey").fill("desk computer")
    press(page, "Add a passkey")
    page.wait_for_url(f"{central}/sign-in")

    give_password(page, central, login_of(COORDINATOR))
    accessible(page)
    page.get_by_role("radio").last.check()
    press(page, "Continue")
    accessible(page)
    press(page, "Use my passkey")

    page.wait_for_url(f"{central}/")
    assert page.get_by_text(COORDINATOR.name).count() >= 1


def test_a_late_hiring_goes_on_after_a_proof(page, central, town, accessible):
    sign_in(page, central, town, MANAGER)
    page.goto(f"{central}/staff/new")
    page.get_by_label("Name", exact=True).fill("Ruth Alder")
    page.get_by_label("Sign-in name").fill("r.alder")
    page.get_by_label("Auditor").check()
    town.department.clock.forward(timedelta(minutes=11))
    press(page, "Hire and make a code")
    accessible(page)

    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_label("Code from your device").fill(town.code(MANAGER))
    press(page, "Go on")

    page.get_by_role("button", name="Print the sheet").wait_for()
    accessible(page)


def test_the_auditors_pages_leave_nobody_out(page, central, town, accessible):
    sign_in(page, central, town, person(Role.AUDITOR))
    accessible(page)

    for address in ("/audit/", "/audit/entries", "/audit/entries?place=nonsense", "/audit/anchors"):
        page.goto(f"{central}{address}")
        accessible(page)
    page.goto(f"{central}/audit/")
    press(page, "Verify now")
    accessible(page)


def test_the_administrators_pages_leave_nobody_out(page, central, town, accessible):
    town.employ(COORDINATOR)
    sign_in(page, central, town, MANAGER)

    person = f"/staff/{COORDINATOR.id}"
    for address in ("/staff/", "/staff/new", person, f"{person}/roles", f"{person}/suspend", f"{person}/code"):
        page.goto(f"{central}{address}")
        accessible(page)

    press(page, "Make a code")
    accessible(page)
    press(page, "Sign out")
    page.wait_for_url(f"{central}/sign-in")
