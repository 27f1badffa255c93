"""What an empty database becomes before tests copy it: the one place that knows the schema's origin.

Each builder is called once in a test process and kind, with the superuser's url on PostgreSQL,
one process at a time.
"""

from collections.abc import Callable, Mapping


def build_template(url: str) -> None:
    """The main database of the facility and central surfaces."""


def build_dropbox(url: str) -> None:
    """The public surface's drop box, always a database of its own."""


BUILDERS: Mapping[str, Callable[[str], None]] = {"main": build_template, "dropbox": build_dropbox}
