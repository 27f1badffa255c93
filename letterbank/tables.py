"""Every module that defines a table, named once, so that migrations and empty databases know them all."""

from letterbank.accounts import model as accounts
from letterbank.audit import model as audit
from letterbank.db import Base
from letterbank.letters import (
    bank,
    central_answers,
    deposit_gates,
    earlier,
    escalation,
    readings,
    review_drafts,
    transcripts,
)
from letterbank.letters import model as letters
from letterbank.letters.paper import central as paper_kept
from letterbank.letters.paper import model as paper
from letterbank.people import draft, victims
from letterbank.people import model as people
from letterbank.safekeeping import destruction
from letterbank.vault import keys
from letterbank.vod import referral
from notifications import after_care, gates, model
from screening.sheets import model as sheets
from screening.stacks import model as stacks

MODULES = (
    accounts, audit, keys, people, draft, victims, letters, bank, readings, escalation, deposit_gates, transcripts,
    earlier, central_answers, review_drafts, paper, paper_kept, model, gates, after_care, referral, destruction,
    sheets, stacks,
)  # fmt: skip
METADATA = Base.metadata
