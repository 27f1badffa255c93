"""Flask-Security's switches: what is on, what is off for good, and our words for its messages.

Of one factor alone, mail, telephone, registration, tokens and "remember me" nothing is on.
"""

from collections.abc import Mapping
from datetime import timedelta

from letterbank.accounts import forms

CONFIGURATION: Mapping[str, object] = {
    "SECURITY_PASSWORD_SALT": "unused: passwords.py hashes",
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_USER_IDENTITY_ATTRIBUTES": [{"login": {"mapper": str}}],
    "SECURITY_API_ENABLED_METHODS": ["session"],
    "SECURITY_USE_REGISTER_V2": True,
    "SECURITY_RETURN_GENERIC_RESPONSES": False,
    "SECURITY_POST_LOGIN_VIEW": "/",
    "SECURITY_POST_LOGOUT_VIEW": "security.login",
    "SECURITY_REDIRECT_BEHAVIOR": None,
    "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(0),
    "SECURITY_TWO_FACTOR": True,
    "SECURITY_TWO_FACTOR_REQUIRED": True,
    "SECURITY_TWO_FACTOR_ALWAYS_VALIDATE": True,
    "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
    "SECURITY_TWO_FACTOR_ERROR_VIEW": "security.login",
    "SECURITY_TOTP_SECRETS": {"1": "unused: the vault seals secrets"},
    "SECURITY_TOTP_ISSUER": "unused",
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
    "SECURITY_WEBAUTHN": True,
    "SECURITY_WAN_RP_NAME": "Letter bank",
    "SECURITY_WAN_ALLOW_AS_FIRST_FACTOR": False,
    "SECURITY_WAN_ALLOW_AS_MULTI_FACTOR": False,
    "SECURITY_WAN_ALLOW_USER_HINTS": True,
    "SECURITY_WAN_POST_REGISTER_VIEW": "security.login",
    "SECURITY_LOGIN_USER_TEMPLATE": "accounts/sign_in.html",
    "SECURITY_TWO_FACTOR_VERIFY_CODE_TEMPLATE": "accounts/second_factor.html",
    "SECURITY_TWO_FACTOR_SELECT_TEMPLATE": "accounts/choose_factor.html",
    "SECURITY_MULTI_FACTOR_RECOVERY_TEMPLATE": "accounts/recovery.html",
    "SECURITY_WAN_SIGNIN_TEMPLATE": "accounts/passkey.html",
    "SECURITY_WAN_REGISTER_TEMPLATE": "accounts/passkeys.html",
    "SECURITY_MSG_TWO_FACTOR_LOGIN_SUCCESSFUL": ("You are signed in.", "good"),
    "SECURITY_MSG_TWO_FACTOR_INVALID_TOKEN": (forms.WRONG_CODE, "care"),
    "SECURITY_MSG_TWO_FACTOR_PERMISSION_DENIED": ("Please sign in from the beginning.", "care"),
    "SECURITY_MSG_INVALID_RECOVERY_CODE": (forms.WRONG_RECOVERY_CODE, "care"),
    "SECURITY_MSG_WEBAUTHN_NAME_REQUIRED": ("Give this passkey a name, such as “desk computer”.", "care"),
    "SECURITY_MSG_WEBAUTHN_REGISTER_SUCCESSFUL": ("The passkey was added. Please sign in again.", "good"),
    "SECURITY_MSG_WEBAUTHN_CREDENTIAL_DELETED": ("The passkey was removed. Please sign in again.", "good"),
    }  # fmt: skip
