"""Flask-Security on our own records and our own unit of work, with what it leaves out put in.

Its commit does nothing: the request is the transaction. Its blueprint is not used: only the pages we want exist, so
whatever else it can do is a 404. The overrides: one-time codes are good once; passkeys may live in the device and
always verify their person; a passkey answers only for the person whose password came before it; tries are counted at
the recovery page too; a session is a row of ours.
"""

from typing import Any

from flask import Flask, g, request, session
from flask_security import RoleMixin, Security, UserDatastore, WebauthnUtil
from flask_security.datastore import SQLAlchemyDatastore
from flask_security.recovery_codes import MfRecoveryCodesUtil
from flask_security.totp import Totp
from flask_security.utils import set_request_attr
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from letterbank.accounts import forms, second_factor
from letterbank.accounts.model import Passkey, Staff
from letterbank.accounts.switches import CONFIGURATION
from letterbank.audit import record
from letterbank.web.unit import work

REQUIRED = UserVerificationRequirement.REQUIRED


class _RequestUnit:
    """What the library calls its database: the session of this request's unit of work."""

    @property
    def session(self) -> Any:
        return work().session


class StaffStore(SQLAlchemyDatastore, UserDatastore):
    """The library's way to our rows. It finds this surface's people only, and commits nothing."""

    def __init__(self) -> None:
        SQLAlchemyDatastore.__init__(self, _RequestUnit())  # type: ignore[no-untyped-call]  # has no types
        UserDatastore.__init__(self, Staff, RoleMixin, Passkey)  # roles are words; this table is never asked

    def commit(self) -> None:
        """The unit of work commits, after the view."""

    def find_user(self, case_insensitive: bool = False, **key: Any) -> Staff | None:
        found = work().session.get(Staff, str(key.get("fs_uniquifier") or key.get("id")))
        return found if found is not None and found.surface == work().office.surface else None

    def find_webauthn(self, credential_id: bytes) -> Passkey | None:
        return work().session.query(Passkey).filter_by(credential_id=credential_id).one_or_none()

    def create_webauthn(self, *person: Any, **given: Any) -> None:
        key = Passkey(id=work().new_id(), lastuse_datetime=work().now, **given)
        key.facility_code = person[0].facility_code
        person[0].webauthn.append(key)

    def delete_webauthn(self, webauthn: Any) -> None:
        work().session.delete(webauthn)

    def set_webauthn_user_handle(self, user: Any, user_handle: str | None = None) -> None:
        user.fs_webauthn_user_handle = work().new_id()
        record(work(), "first passkey asked for", user.subject)

    def tf_set(self, user: Any, primary_method: str, totp_secret: str | None = None, phone: str | None = None) -> None:
        """A one-time secret is set at enrolment only."""


class OneTimeCodes(Totp):
    """Codes that are good once, by this office's clock."""

    def verify_totp(self, token: str, totp_secret: str, user: Any, window: int = 0) -> bool:
        return second_factor.accept(work(), user, token)


class RecoveryCodes(MfRecoveryCodesUtil):
    def check_recovery_code(self, user: Any, code: str) -> bool:
        """Accepting is spending: nothing can come between the two."""
        return second_factor.spend_recovery_code(work(), user, code)

    def delete_recovery_code(self, user: Any, code: str) -> bool:
        return True


class OurPasskeys(WebauthnUtil):
    """Passkeys of the device itself are welcome; every use verifies the person (UV required)."""

    def authenticator_selection(self, user: Any, usage: str) -> AuthenticatorSelectionCriteria:
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=REQUIRED
        )

    def user_verification(self, user: Any, usage: list[str]) -> UserVerificationRequirement:
        return REQUIRED


def install(app: Flask) -> Security:
    app.config.update(CONFIGURATION)
    app.config["SECURITY_DATETIME_FACTORY"] = lambda: work().now
    library = Security(
        app, StaffStore(), register_blueprint=False,
        login_form=forms.SignInForm, two_factor_verify_code_form=forms.CodeForm, mf_recovery_form=forms.RecoveryForm,
        wan_register_form=forms.NewPasskeyForm, wan_signin_response_form=forms.PasskeyAnswerForm,
        totp_cls=OneTimeCodes, webauthn_util_cls=OurPasskeys, mf_recovery_codes_util_cls=RecoveryCodes,
    )  # fmt: skip
    library.want_json(lambda _request: False)
    library.login_manager.user_loader(_seated)
    library.login_manager.request_loader(lambda _request: None)
    # It would look for a person on every stylesheet; permissions.py knows who may do what.
    app.before_request_funcs[None].remove(library.principal._on_before_request)
    return library


def _seated(staff_id: str) -> Staff | None:
    """Flask-Login's question who this is: answered by the guard, from the row of the session."""
    staff: Staff | None = g.get("staff")
    if staff is None or staff.id != staff_id or request.endpoint is None:
        return None
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    return staff
