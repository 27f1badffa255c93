"""A cover sheet's life: printed, used once, or void. It is never good again (N5)."""

from collections.abc import Mapping
from enum import StrEnum

from letterbank.permissions import Permission, Role
from letterbank.workflow import Rule, Table, Waiting, rule
from screening.sheets.model import SheetStage, SheetStep

S, P = SheetStage, Permission


class Step(StrEnum):
    BIND = "bind"
    USE = "use"
    VOID = "void"


RULES: Mapping[Step, Rule] = {
    Step.BIND: rule(S.BLANK, to=S.READY, needs=P.SCAN_BRING),
    Step.USE:  rule(S.READY, to=S.USED, needs=P.SCAN_BRING),
    Step.VOID: rule({S.BLANK, S.READY}, to=S.VOID, needs=P.SCAN_BRING),
}  # fmt: skip

WAITS: Mapping[str, Waiting] = {
    S.BLANK: Waiting(Role.INTAKE_CLERK, "to be laid on a letter and registered"),
    S.READY: Waiting(Role.INTAKE_CLERK, "to be scanned with its letter"),
}

SHEETS = Table("cover sheet", RULES, SheetStep, WAITS)
