"""Forms of sign-in, enrolment and staff. They know shapes and lengths; the domain knows sense."""

from typing import Any

from flask import session
from flask_security.forms import Form as LibraryForm
from flask_security.forms import LoginForm, TwoFactorVerifyCodeForm
from flask_security.recovery_codes import MfRecoveryForm
from flask_security.webauthn import WebAuthnRegisterForm, WebAuthnSigninResponseForm
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, PasswordField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its type stubs
from wtforms.validators import InputRequired, Length, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from letterbank.accounts import passwords, sign_in
from letterbank.accounts.hiring import LOGIN, LOGIN_WORDS
from letterbank.permissions import FACILITY_ROLES, Role
from letterbank.web.unit import work

WRONG_CODE = "That code does not fit. Wait for the next one on your device and type all six digits."
WRONG_RECOVERY_CODE = "That recovery code does not fit, or was used before."
CODE_WORDS = {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "6"}


class SignInForm(LoginForm):
    email = None  # type: ignore[assignment]  # how WTForms takes a field away
    remember = None  # type: ignore[assignment]  # how WTForms takes a field away
    login = StringField("Sign-in name", [InputRequired("Enter your sign-in name."), Length(max=64)])
    password = PasswordField("Password", [InputRequired("Enter your password.")])
    read_notice = BooleanField("I have read this notice", [InputRequired("Tick that you have read the notice.")])

    def validate(self, **_given: Any) -> bool:
        if not LibraryForm.validate(self):
            return False
        self.user = sign_in.check_password(
            work(), self.login.data or "", self.password.data or "", passwords.cost_here()
        )
        if self.user is None:
            self.password.errors = [sign_in.FAILED]
            return False
        session["half_since"] = int(work().now.timestamp())
        return True


class CodeForm(TwoFactorVerifyCodeForm):
    code = StringField("Code from your device", [InputRequired("Enter the six digits.")], render_kw=CODE_WORDS)


class RecoveryForm(MfRecoveryForm):
    code = StringField("Recovery code", [InputRequired("Enter one of your recovery codes."), Length(max=40)])

    def validate(self, **given: Any) -> bool:
        fits = super().validate(**given)
        if not fits and self.code.data and self.user is not None and WRONG_RECOVERY_CODE in self.code.errors:
            self.user.track_failed_authn("recovery code", True)  # the library forgets to
        return bool(fits)


class NewPasskeyForm(WebAuthnRegisterForm):
    name = StringField("Name of this passkey", [InputRequired("Give this passkey a name."), Length(max=64)])


class PasskeyAnswerForm(WebAuthnSigninResponseForm):
    def validate(self, **given: Any) -> bool:
        """The library takes any known passkey here; it must be that of the person whose password came first."""
        if not super().validate(**given):
            return False
        if self.user is None or self.user.id != session.get("tf_user_id"):
            self.credential.errors = ["That passkey belongs to somebody else."]
            return False
        return True


class EnrolForm(FlaskForm):
    login = StringField("Sign-in name", [InputRequired("Enter the sign-in name on your sheet."), Length(max=64)])
    code = StringField("Enrolment code", [InputRequired("Enter the code on your sheet."), Length(max=40)],
                       description="Sixteen letters and digits; spaces and small letters do not matter.")  # fmt: skip


class PasswordForm(FlaskForm):
    password = PasswordField(
        "New password", [InputRequired("Choose a password.")],
        description="At least 12 characters. Spaces are welcome; four words you can remember are a good password.",
        render_kw={"autocomplete": "new-password"},
    )  # fmt: skip
    again = PasswordField(
        "The same password again", [InputRequired("Type it a second time.")],
        render_kw={"autocomplete": "new-password"},
    )  # fmt: skip


class FirstCodeForm(FlaskForm):
    code = StringField("Code from your device", [InputRequired("Enter the six digits.")], render_kw=CODE_WORDS)


class PasskeyForm(FlaskForm):
    """A browser's answer about a passkey; the page's script fills it in."""

    credential = HiddenField()


class ProofForm(PasskeyForm):
    """Who sits here, once more: the two factors of a sign-in, beside whatever was being sent."""

    proof_password = PasswordField("Your password", render_kw={"autocomplete": "current-password"})
    proof_code = StringField("Code from your device", render_kw=CODE_WORDS)


class RolesField(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RolesForm(FlaskForm):
    held = RolesField("Roles", [InputRequired("Choose at least one role.")])
    facility = SelectField("Facility", description="For intake clerks and facility screeners only.")

    def offer(self, titles: Any, facilities: list[tuple[str, str]]) -> None:
        """The words of the department for each role; facility people first."""
        ordered = sorted(Role, key=lambda role: role not in FACILITY_ROLES)
        self.held.choices = [SelectChoice(role.value, titles.of(role)) for role in ordered]
        self.facility.choices = [SelectChoice("", "The central office"), *(SelectChoice(*each) for each in facilities)]


class HireForm(RolesForm):
    name = StringField("Name", [InputRequired("Enter the person's name."), Length(max=120)])
    login = StringField(
        "Sign-in name",
        [
            InputRequired("Choose a sign-in name."),
            Regexp(f"{LOGIN.pattern}$", message=f"Use {LOGIN_WORDS}"),
        ],
        description="Small letters, digits, dots and hyphens, such as r.alder.",
    )


class ConfirmForm(FlaskForm):
    """Only the token: for deeds that are asked about once more."""


class SheetForm(FlaskForm):
    """A code on its way from the page that shows it to the printer."""

    code = HiddenField()
