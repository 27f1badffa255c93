"""Let two at once be told apart: sheets and referrals have a version, and no place is taken twice.

Where two sheets of one paper were good, the older one is void from now on. Should two pages or two revisions stand in
one place, this stops: a person must look at that letter first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


_OLDER_ONES_ARE_VOID = (
    "UPDATE cover_sheet SET stage = 'void' WHERE stage = 'ready' AND EXISTS ("
    "SELECT 1 FROM cover_sheet AS other WHERE other.revision_id = cover_sheet.revision_id AND other.stage = 'ready' "
    "AND (other.since > cover_sheet.since OR other.since = cover_sheet.since AND other.id > cover_sheet.id))"
)


def upgrade() -> None:
    op.execute(_OLDER_ONES_ARE_VOID)
    for table in ("cover_sheet", "dialogue_referral"):
        op.add_column(table, sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.create_index("uq_letter_revision_place", "letter_revision", ["letter_id", "ordinal"], unique=True)
    op.create_index("uq_letter_page_place", "letter_page", ["revision_id", "ordinal"], unique=True)
    op.create_index("uq_stack_side_place", "stack_side", ["stack_id", "ordinal"], unique=True)
    op.create_index(
        "uq_cover_sheet_good", "cover_sheet", ["revision_id"], unique=True,
        sqlite_where=sa.text("stage = 'ready'"), postgresql_where=sa.text("stage = 'ready'"),
    )  # fmt: skip
