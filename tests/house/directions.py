"""Who may import whom, read from the source of the imports.

A module belongs to its part: the second name under `letterbank`, or the package itself. Parts stand in
layers; imports go down or stay within a layer, never up, and never in a circle.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping

from tests.house.tree import CODE, Source

LAYERS = (
    {"permissions", "settings", "db", "errors", "clock", "ids", "roles", "database", "migrations",
     "sandbox"},
    {"vault", "audit", "policy", "workflow", "work"},
    {"web"},
    {"people", "accounts", "auditing", "messages", "documents", "safekeeping"},
    {"letters", "vod", "referrals"},
    {"screening", "notifications"},
    {"app", "surfaces", "tables", "serving", "installation", "rounds", "diagrams", "cli", "demonstration"},
)
LEVEL = {part: level for level, parts in enumerate(LAYERS) for part in parts}

# No two of a set know each other.
STRANGERS = ({"screening", "notifications"}, {"letters", "vod", "referrals"})

DIALOGUE = ("model", "workflow", "requirements", "facilitators", "documents")

# Victims are never seen by those who handle the letter's text (P2); dialogues only through their referral.
CLOSED = {
    "letters": ("letterbank.people.victims",),
    "screening": ("letterbank.people.victims",),
    "notifications": tuple(f"letterbank.vod.{part}" for part in DIALOGUE),
}


def part_of(module: str) -> str:
    names = module.split(".")
    return names[1] if names[0] == "letterbank" and len(names) > 1 else names[0]


def imports(source: Source, modules: Iterable[str] = ()) -> Iterator[tuple[ast.stmt, str]]:
    """What this module imports, with the statement; `from package import module` counts as the module."""
    known = set(modules)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = _origin(source, node)
            for name in node.names:
                full = f"{origin}.{name.name}"
                yield node, full if full in known or origin == "letterbank" else origin


def _origin(source: Source, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    above = source.module.split(".") + (["_"] if source.path.endswith("__init__.py") else [])
    return ".".join([*above[: -node.level], *([node.module] if node.module else [])])


def wrong_ways(source: Source) -> Iterator[str]:
    here = part_of(source.module)
    for node, target in imports(source):
        if target.split(".")[0] not in CODE or target == "letterbank":
            continue
        reason = _objection(here, part_of(target), target, node)
        if reason:
            yield f"{source.at(node)}: {reason}"


def _objection(here: str, there: str, target: str, node: ast.stmt) -> str:
    for part in (here, there):
        if part not in LEVEL and part != "letterbank":
            return f"{part} has no layer yet; give it one in tests/house/directions.py"
    if here == there or here == "letterbank":
        return ""
    if LEVEL[there] > LEVEL[here]:
        return f"{here} imports {there}, which stands above it"
    if any({here, there} <= strangers for strangers in STRANGERS):
        return f"{here} and {there} must not know each other"
    if any(name.startswith(CLOSED.get(here, ("-",))) for name in _named(target, node)):
        return f"{here} must not import {target}"
    return ""


def _named(target: str, node: ast.stmt) -> list[str]:
    names = node.names if isinstance(node, ast.ImportFrom) else []
    return [target, *(f"{target}.{name.name}" for name in names)]


def circles(sources: Iterable[Source]) -> list[str]:
    """Circles among modules, each named once by its way round. What only the type checker reads makes none."""
    modules = {source.module: source for source in sources}
    return _walk({name: _neighbours(source, modules) for name, source in modules.items()})


def _neighbours(source: Source, modules: Mapping[str, Source]) -> set[str]:
    for_types = {node for block in ast.walk(source.tree) if _is_for_types(block) for node in ast.walk(block)}
    met = {target for node, target in imports(source, modules) if node not in for_types}
    return met & set(modules) - {source.module}


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _walk(graph: Mapping[str, set[str]]) -> list[str]:
    found: list[str] = []
    done: set[str] = set()

    def visit(name: str, way: list[str]) -> None:
        if name in way:
            found.append(" -> ".join([*way[way.index(name) :], name]))
        elif name not in done:
            for target in sorted(graph[name]):
                visit(target, [*way, name])
            done.add(name)

    for name in sorted(graph):
        visit(name, [])
    return found
