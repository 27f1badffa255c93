"""The project's own files, as the house rules read them: everything git tracks or would track."""

import ast
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[2]
CODE = ("letterbank", "screening", "notifications")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One file: its path from the project's root and its text. Planted ones exist only in a test."""

    path: str
    text: str

    @property
    def top(self) -> str:
        return PurePosixPath(self.path).parts[0]

    @property
    def is_code(self) -> bool:
        return self.top in CODE and self.path.endswith(".py")

    @property
    def is_migration(self) -> bool:
        return self.path.startswith("letterbank/migrations/")

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def functions(self) -> Iterator[Function]:
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def at(self, node: ast.stmt | ast.expr | ast.arg) -> str:
        return f"{self.path}:{node.lineno}"


@cache
def files() -> tuple[str, ...]:
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return tuple(sorted({name for name in names if name and (ROOT / name).is_file()}))


@cache
def texts() -> tuple[Source, ...]:
    """Every file that is text."""
    found = []
    for name in files():
        try:
            found.append(Source(name, (ROOT / name).read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return tuple(found)


def python() -> Iterable[Source]:
    return [source for source in texts() if source.path.endswith(".py")]


def breaches(rule: Callable[[Source], Iterable[str]], sources: Iterable[Source]) -> list[str]:
    return [breach for source in sources for breach in rule(source)]
