"""What `letterbank doctor` says of things that grow old."""

from datetime import timedelta

import pytest

from letterbank.accounts import passwords
from letterbank.cli.checks import easy_passwords, log_kept
from letterbank.roles import CENTRAL
from tests.databases import as_role


def test_doctor_says_when_the_list_of_easy_passwords_is_overdue():
    last = passwords.LOOKED_AT

    assert "overdue" not in easy_passwords(last + timedelta(days=92)).words
    assert "overdue" in easy_passwords(last + timedelta(days=93)).words


@pytest.mark.postgresql
def test_doctor_says_what_the_databases_log_keeps(fresh_postgres):
    (found,) = log_kept(as_role(fresh_postgres("main"), CENTRAL))

    assert "wal_recycle is o" in found.words
    assert "archive_mode is off" in found.words
    assert list(log_kept("sqlite:///nowhere")) == []
