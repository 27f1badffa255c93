"""What `letterbank doctor` says of things that grow old."""

from datetime import timedelta

from letterbank.accounts import passwords
from letterbank.cli.checks import easy_passwords


def test_doctor_says_when_the_list_of_easy_passwords_is_overdue():
    last = passwords.LOOKED_AT

    assert "overdue" not in easy_passwords(last + timedelta(days=92)).words
    assert "overdue" in easy_passwords(last + timedelta(days=93)).words
