"""One whole demonstration, made once; whoever changes it takes a copy."""

import pytest

from letterbank.demonstration import filling
from letterbank.sandbox import Sandbox
from letterbank.serving import JOBS
from letterbank.settings import Settings


@pytest.fixture(scope="package")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, list[str]]:
    """A demonstration with letters at every stage, and what was said while it was made."""
    said: list[str] = []
    with Sandbox(JOBS) as sandbox:
        made = filling.letters_ready(tmp_path_factory.mktemp("demonstration") / "home", sandbox, said.append)
    return made, said
