"""What werkzeug compiles of an address, once in a test process and not anew in each of its thousands of applications.

The compiled function holds nothing of its rule but the pattern and the defaults: the rule itself is handed to it.
"""

from collections.abc import Callable

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]

_compile: Callable[[Rule, bool], Builder] = Rule._compile_builder
_kept: dict[tuple[object, ...], Builder] = {}


def compile_once() -> None:
    Rule._compile_builder = _compiled  # type: ignore[method-assign]  # the one way to spare the compiling


def _compiled(rule: Rule, append_unknown: bool = True) -> Builder:
    key = (tuple(rule._trace), repr(rule.defaults), append_unknown)
    if key not in _kept:
        _kept[key] = _compile(rule, append_unknown)
    return _kept[key]
