"""Know a person again by keyed digests of what she gave.

Those of requests that are here already are made by the centre's rounds: a migration holds no key.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "person_digest",
        sa.Column("request_id", sa.String(length=200), nullable=False),
        sa.Column("fact", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_person_digest_request_id")),
        sa.PrimaryKeyConstraint("request_id", "fact", name=op.f("pk_person_digest")),
    )
    op.create_index(op.f("ix_person_digest_digest"), "person_digest", ["digest"], unique=False)
