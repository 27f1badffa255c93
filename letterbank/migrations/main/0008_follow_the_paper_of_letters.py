"""Follow the paper of letters.

Letters that stand here already get a row too: nobody knows where their paper is, so it waits for somebody to say.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_BANKED = """
    INSERT INTO paper (id, letter_id, facility_code, accepted, sides, stage, since, ready_at, version)
    SELECT r.id, l.id, l.facility_code, true, (SELECT count(*) FROM letter_page p WHERE p.revision_id = r.id),
        'to_send', s.at, s.at, 1
    FROM letter l
    JOIN letter_step s ON s.record_id = l.id AND s.after = 'banked'
    JOIN letter_revision r ON r.letter_id = l.id
        AND r.ordinal = (SELECT max(ordinal) FROM letter_revision o WHERE o.letter_id = l.id)
"""
_WRITERS = """
    INSERT INTO paper (id, letter_id, facility_code, accepted, sides, stage, since, ready_at, version)
    SELECT r.id, l.id, l.facility_code, false, (SELECT count(*) FROM letter_page p WHERE p.revision_id = r.id),
        'to_give_back', l.since, l.since, 1
    FROM letter l
    JOIN letter_revision r ON r.letter_id = l.id
        AND r.ordinal = (SELECT max(ordinal) FROM letter_revision o WHERE o.letter_id = l.id)
    WHERE l.stage IN ('returned', 'refused', 'withdrawn')
        AND NOT EXISTS (SELECT 1 FROM letter_step s WHERE s.record_id = l.id AND s.after = 'banked')
"""


def upgrade() -> None:
    op.create_table('paper_bag',
    sa.Column('id', sa.String(length=200), nullable=False),
    sa.Column('number', sa.String(length=200), nullable=False),
    sa.Column('facility_code', sa.String(length=200), nullable=False),
    sa.Column('leaves_on', sa.Date(), nullable=False),
    sa.Column('packed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('packed_by', sa.String(length=200), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_by', sa.String(length=200), nullable=True),
    sa.Column('unpacked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opened_by', sa.String(length=200), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['facility_code'], ['facility.code'], name=op.f('fk_paper_bag_facility_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_bag'))
    )
    op.create_index(op.f('ix_paper_bag_facility_code'), 'paper_bag', ['facility_code'], unique=False)
    op.create_index(op.f('ix_paper_bag_number'), 'paper_bag', ['number'], unique=False)
    op.create_index('ix_paper_bag_on_its_way', 'paper_bag', ['opened_at', 'packed_at', 'id'], unique=False)
    op.create_table('paper_bag_words',
    sa.Column('id', sa.String(length=200), nullable=False),
    sa.Column('words', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['id'], ['paper_bag.id'], name=op.f('fk_paper_bag_words_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_bag_words'))
    )
    op.create_table('paper',
    sa.Column('id', sa.String(length=200), nullable=False),
    sa.Column('letter_id', sa.String(length=200), nullable=False),
    sa.Column('facility_code', sa.String(length=200), nullable=False),
    sa.Column('accepted', sa.Boolean(), nullable=False),
    sa.Column('sides', sa.Integer(), nullable=False),
    sa.Column('stage', sa.Enum(
        'to_send',
        'to_give_back',
        'missing',
        'with_writer',
        'packed',
        'sent',
        'not_arrived',
        'incomplete',
        'received',
        'lost',
        name='paperstage', native_enum=False, create_constraint=True, length=40
    ), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ready_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('bag_id', sa.String(length=200), nullable=True),
    sa.Column('sides_found', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['bag_id'], ['paper_bag.id'], name=op.f('fk_paper_bag_id')),
    sa.ForeignKeyConstraint(['facility_code'], ['facility.code'], name=op.f('fk_paper_facility_code')),
    sa.ForeignKeyConstraint(['id'], ['letter_revision.id'], name=op.f('fk_paper_id')),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_paper_letter_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper'))
    )
    op.create_index(op.f('ix_paper_bag_id'), 'paper', ['bag_id'], unique=False)
    op.create_index('ix_paper_facility_queue', 'paper', ['facility_code', 'stage', 'ready_at', 'id'], unique=False)
    op.create_index(op.f('ix_paper_letter_id'), 'paper', ['letter_id'], unique=False)
    op.create_index('ix_paper_queue', 'paper', ['stage', 'since', 'id'], unique=False)
    op.create_table('kept_paper',
    sa.Column('id', sa.String(length=200), nullable=False),
    sa.Column('stage', sa.Enum(
        'on_the_desk',
        'safe',
        'in_packet',
        'to_destroy',
        'destroyed',
        name='keptstage', native_enum=False, create_constraint=True, length=40
    ), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('shelf', sa.String(length=200), nullable=False),
    sa.Column('asked_by', sa.String(length=200), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('destroyed_by', sa.String(length=200), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['id'], ['paper.id'], name=op.f('fk_kept_paper_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_paper'))
    )
    op.create_index('ix_kept_paper_queue', 'kept_paper', ['stage', 'since', 'id'], unique=False)
    op.create_table('paper_loss',
    sa.Column('id', sa.String(length=200), nullable=False),
    sa.Column('paper_id', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('declared_by', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_paper_loss_paper_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_loss'))
    )
    op.create_index(op.f('ix_paper_loss_paper_id'), 'paper_loss', ['paper_id'], unique=False)
    op.create_table('paper_step',
    sa.Column('id', sa.String(length=200), nullable=False),
    sa.Column('record_id', sa.String(length=200), nullable=False),
    sa.Column('step', sa.String(length=200), nullable=False),
    sa.Column('before', sa.String(length=200), nullable=False),
    sa.Column('after', sa.String(length=200), nullable=False),
    sa.Column('actor_id', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['paper.id'], name=op.f('fk_paper_step_record_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_step'))
    )
    op.create_index(op.f('ix_paper_step_record_id'), 'paper_step', ['record_id'], unique=False)
    op.create_table('kept_paper_step',
    sa.Column('id', sa.String(length=200), nullable=False),
    sa.Column('record_id', sa.String(length=200), nullable=False),
    sa.Column('step', sa.String(length=200), nullable=False),
    sa.Column('before', sa.String(length=200), nullable=False),
    sa.Column('after', sa.String(length=200), nullable=False),
    sa.Column('actor_id', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['kept_paper.id'], name=op.f('fk_kept_paper_step_record_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_paper_step'))
    )
    op.create_index(op.f('ix_kept_paper_step_record_id'), 'kept_paper_step', ['record_id'], unique=False)
    op.execute(_BANKED)
    op.execute(_WRITERS)
