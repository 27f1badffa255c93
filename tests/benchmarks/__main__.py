"""`make bench`: every module of this folder that has `figures()` prints its figures beside their limits.

Nothing is asserted on time. Name modules to print only theirs: `python -m tests.benchmarks sealing`.
"""

import importlib
import sys
from pathlib import Path


def main(wanted: list[str]) -> None:
    for file in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        if not wanted or file.stem in wanted:
            module = importlib.import_module(f"tests.benchmarks.{file.stem}")
            for figure in getattr(module, "figures", list)():
                print(figure, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
