"""Passkeys outside the library's own pages: at enrolment, and when somebody proves anew who they are.

The browser keeps the challenge in its signed session; each is taken out before it is looked at, so it counts once.
"""

import json

import webauthn
from flask import request, session
from webauthn.helpers import bytes_to_base64url, options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialCreationOptions,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRequestOptions,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from letterbank.accounts.model import Passkey, Staff
from letterbank.web.unit import office
from letterbank.work import Work

CHALLENGE = "passkey challenge"
VERIFIES = UserVerificationRequirement.REQUIRED


def ask_for_new(work: Work, staff: Staff, known_as: str) -> str:
    """What the browser is asked for to make a passkey, as JSON. `known_as` names the person to the device."""
    return _spelled(webauthn.generate_registration_options(
        rp_id=_site(), rp_name=work.policy.programme.name, user_id=known_as.encode(), user_name=staff.login,
        challenge=_challenge(), authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=VERIFIES,
        ),
    ))  # fmt: skip


def made(work: Work, staff: Staff, credential: str) -> Passkey | None:
    """The passkey this answer made, not yet anybody's; none when the answer does not fit."""
    try:
        proof = webauthn.verify_registration_response(
            credential=credential, expected_challenge=_last_challenge(), expected_origin=_origin(),
            expected_rp_id=_site(), require_user_verification=True,
        )  # fmt: skip
        told = json.loads(credential)["response"].get("transports", [])
    except (WebAuthnException, ValueError, KeyError, TypeError, AttributeError):
        return None
    if work.session.query(Passkey).filter_by(credential_id=proof.credential_id).first() is not None:
        return None
    return Passkey(
        id=work.new_id(), staff_id=staff.id, facility_code=staff.facility_code, name="First passkey",
        credential_id=proof.credential_id, public_key=proof.credential_public_key, sign_count=proof.sign_count,
        transports=[word for word in told if isinstance(word, str)], backup_state=proof.credential_backed_up,
        device_type=proof.credential_device_type.value, extensions="{}", lastuse_datetime=work.now,
        usage="secondary",
    )  # fmt: skip


def ask_for_one_of(staff: Staff) -> str:
    """What the browser is asked for to use one of this person's passkeys, as JSON."""
    known = [PublicKeyCredentialDescriptor(id=key.credential_id) for key in staff.webauthn]
    return _spelled(webauthn.generate_authentication_options(
        rp_id=_site(), challenge=_challenge(), allow_credentials=known, user_verification=VERIFIES,
    ))  # fmt: skip


def used(work: Work, staff: Staff, credential: str) -> bool:
    """Whether this answer comes from one of this person's own passkeys, now, and from their hand."""
    try:
        name = json.loads(credential)["rawId"]
        key = next(key for key in staff.webauthn if bytes_to_base64url(key.credential_id) == name)
        proof = webauthn.verify_authentication_response(
            credential=credential, expected_challenge=_last_challenge(), expected_origin=_origin(),
            expected_rp_id=_site(), credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count, require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, StopIteration, ValueError, KeyError, TypeError):
        return False
    key.sign_count, key.lastuse_datetime = proof.new_sign_count, work.now
    return True


def _challenge() -> bytes:
    drawn = office().ids.random(32)
    session[CHALLENGE] = drawn.hex()
    return drawn


def _last_challenge() -> bytes:
    """Raises KeyError when nothing was asked."""
    return bytes.fromhex(session.pop(CHALLENGE))


def _site() -> str:
    return request.host.split(":")[0]


def _origin() -> str:
    return request.host_url.rstrip("/")


def _spelled(options: PublicKeyCredentialCreationOptions | PublicKeyCredentialRequestOptions) -> str:
    return json.dumps(options_to_json_dict(options))
