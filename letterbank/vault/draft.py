"""The public form's draft: one cookie, sealed under a key that lives only in the serving process.

A restart drops every draft; nothing of it is ever stored on our side.
"""

import base64
import binascii
import json
from collections.abc import Mapping

from letterbank.errors import Unreadable
from letterbank.vault import cipher


class DraftSeal:
    def __init__(self) -> None:
        self._key = cipher.new_key()

    def seal(self, draft: Mapping[str, object]) -> str:
        plain = json.dumps(draft, separators=(",", ":"), ensure_ascii=False).encode()
        return base64.urlsafe_b64encode(cipher.seal(self._key, plain, department="", place="draft")).decode()

    def unseal(self, cookie: str) -> dict[str, object]:
        """The draft, or Unreadable for a foreign, changed or outlived cookie."""
        try:
            sealed = base64.urlsafe_b64decode(cookie)
        except (binascii.Error, ValueError):
            raise Unreadable from None
        draft: dict[str, object] = json.loads(cipher.unseal(self._key, sealed, department="", place="draft"))
        return draft
