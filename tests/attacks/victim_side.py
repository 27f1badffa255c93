"""The victims' side at work while a facility watches: records made, changed, counted and swept away."""

import psycopg
from sqlalchemy import insert

from letterbank.audit import record
from letterbank.people.victims import Victim
from letterbank.vault import VictimKey
from notifications.model import Request, RequestStage
from tests.worlds import ASSISTANT, Department


def live_a_year(department: Department, superuser: psycopg.Connection) -> None:
    with department.writing(ASSISTANT) as work:
        for _ in range(40):
            victim = Victim(id=work.new_id(), since=work.now)
            work.vault.new_key(work, VictimKey, victim.id, "victims")
            work.vault.seal(work, victim, name="Ruth Alder" * 300, telephone="555 0134")
            work.session.add(victim)
            work.session.flush()
            work.session.execute(
                insert(Request).values(
                    id=work.new_id(), drop_id=work.new_id(), victim_id=victim.id, stage=RequestStage.STANDING,
                    since=work.now, opened_at=work.now, version=1,
                )
            )  # fmt: skip
            record(work, "took in a request", victim.place)
    with department.writing(ASSISTANT) as work:
        work.session.query(Request).delete()
    superuser.execute("VACUUM ANALYZE")
    superuser.execute("CHECKPOINT")
