"""Enrolment: the code, a password, a device, the recovery codes. Public, because nobody here is known yet."""

from flask import Blueprint, Response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from letterbank.accounts import enrolment as enrolling
from letterbank.accounts import passkeys, passwords, second_factor
from letterbank.accounts.forms import WRONG_CODE, EnrolForm, FirstCodeForm, PasskeyForm, PasswordForm
from letterbank.accounts.model import Enrolment, Staff
from letterbank.errors import RuleBroken
from letterbank.web.guard import public
from letterbank.web.unit import office, work

enrolment = Blueprint("enrolment", __name__)
MARK = "enrolling"


@enrolment.route("/enrol", methods=["GET", "POST"])
@public
def begin() -> ResponseReturnValue:
    form = EnrolForm()
    if form.validate_on_submit():
        found = enrolling.begin(work(), form.login.data or "", form.code.data or "")
        if found is not None:
            session.clear()
            session[MARK] = found.id
            return redirect(url_for("enrolment.password"))
        form.code.errors = [enrolling.WRONG]
    return render_template("accounts/enrol.html", form=form)


@enrolment.route("/enrol/password", methods=["GET", "POST"])
@public
def password() -> ResponseReturnValue:
    found, staff = _under_way()
    form = PasswordForm()
    if form.validate_on_submit() and _is_good(form, staff):
        with work().unit.outside():
            scrambled = passwords.scramble(form.password.data or "", passwords.cost_here())
        found, staff = _under_way()
        enrolling.keep_password(work(), found, staff, scrambled)
        return redirect(url_for("enrolment.device"))
    return render_template("accounts/enrol_password.html", form=form, login=staff.login)


@enrolment.route("/enrol/device", methods=["GET", "POST"])
@public
def device() -> ResponseReturnValue:
    found, staff = _under_way()
    if found.totp is None:
        return redirect(url_for("enrolment.password"))
    form = FirstCodeForm()
    secret = second_factor.open_secret(work(), staff, found.totp)
    if form.validate_on_submit():
        if second_factor.counter_of(work(), secret, form.code.data or "") is not None:
            codes = enrolling.complete(work(), found, staff, form.code.data or "")
            session.clear()
            return render_template("accounts/recovery_codes.html", codes=codes, signed_in=False)
        form.code.errors = [WRONG_CODE]
    return render_template("accounts/enrol_device.html", form=form, secret=second_factor.spelled(secret))


@enrolment.route("/enrol/passkey", methods=["GET", "POST"])
@public
def passkey() -> ResponseReturnValue:
    """Instead of a device with codes: a passkey of this computer, a telephone or a security key."""
    found, staff = _under_way()
    if found.password is None:
        return redirect(url_for("enrolment.password"))
    form = PasskeyForm()
    if form.validate_on_submit():
        key = passkeys.made(work(), staff, form.credential.data or "")
        if key is not None:
            codes = enrolling.complete_with_passkey(work(), found, staff, key)
            session.clear()
            return render_template("accounts/recovery_codes.html", codes=codes, signed_in=False)
        form.form_errors = ["That did not work. Let your browser ask again, or use an app with codes."]
    return render_template(
        "accounts/enrol_passkey.html", form=form, options=passkeys.ask_for_new(work(), staff, found.id)
    )


@enrolment.get("/enrol/device.svg")
@public
def picture() -> ResponseReturnValue:
    found, staff = _under_way()
    return Response(second_factor.picture(work(), staff, found), mimetype="image/svg+xml")


def _under_way() -> tuple[Enrolment, Staff]:
    found = enrolling.resume(work(), session.get(MARK))
    if found is None:
        raise RuleBroken("This enrolment is over or was not begun here. Begin again with the code on your sheet.")
    return found


def _is_good(form: PasswordForm, staff: Staff) -> bool:
    programme = office().policy.programme
    context = (staff.name, staff.login, programme.name, programme.department, programme.office)
    wrong = passwords.objection(form.password.data or "", context)
    if wrong:
        form.password.errors = [wrong]
    elif form.password.data != form.again.data:
        form.again.errors = ["The two are not the same. Type the password again in both fields."]
    return not (form.password.errors or form.again.errors)
