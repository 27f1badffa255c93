"""The victims' side at work while a facility watches: records made, counted, swept away and destroyed."""

import psycopg
from sqlalchemy import delete

from letterbank.rounds import WORKER
from letterbank.safekeeping.destruction import complete, order
from notifications import intake
from notifications.drops import REQUEST
from notifications.model import ReceiptDigest
from notifications.receipts import new_receipt
from tests.worlds import ASSISTANT, Department


def live_a_year(department: Department, superuser: psycopg.Connection) -> None:
    with department.arranging(WORKER) as work:
        asked = [
            intake.open_request(
                work,
                work.new_id(),
                {"kind": REQUEST, "receipt": new_receipt(work.ids), "name": "Ruth Alder" * 300},
            )
            for _ in range(40)
        ]
    with department.writing(ASSISTANT) as work:
        work.session.execute(delete(ReceiptDigest))
        for request in asked:
            order(work, "victim", request.id, subject=request.place, reason="she withdrew")
    complete(department.office("central"), ASSISTANT)
    superuser.execute("VACUUM ANALYZE")
    superuser.execute("CHECKPOINT")
