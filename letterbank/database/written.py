"""Which tables a session has written to, by rows or by statements: so a unit of work can be asked what it did.

A statement in plain text is not seen. No unit of work writes by one: `tests/house/test_no_plain_writes.py`.
"""

from sqlalchemy import Delete, Insert, Table, Update, event
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, UOWTransaction, object_mapper

NO_DEED = {"no_deed": True}  # execution options of a statement that changes nothing anybody would ask about


class Written:
    """The names of the tables that this session changed. What a savepoint took back was not changed."""

    def __init__(self, session: Session) -> None:
        self.names: set[str] = set()
        self._before: dict[SessionTransaction, set[str]] = {}
        event.listen(session, "after_flush", self._flushed)
        event.listen(session, "do_orm_execute", self._executed)
        event.listen(session, "after_transaction_create", self._began)
        event.listen(session, "after_soft_rollback", self._taken_back)

    def forget(self) -> None:
        self.names.clear()
        self._before.clear()

    def _flushed(self, session: Session, _context: UOWTransaction) -> None:
        changed = (one for one in session.dirty if session.is_modified(one))
        for one in (*session.new, *changed, *session.deleted):
            self.names.update(table.name for table in object_mapper(one).tables if isinstance(table, Table))

    def _executed(self, state: ORMExecuteState) -> None:
        statement = state.statement
        if state.execution_options.get("no_deed"):
            return
        if isinstance(statement, Insert | Update | Delete) and isinstance(statement.table, Table):
            self.names.add(statement.table.name)

    def _began(self, _session: Session, transaction: SessionTransaction) -> None:
        if transaction.nested:
            self._before[transaction] = set(self.names)

    def _taken_back(self, _session: Session, transaction: SessionTransaction) -> None:
        if transaction.nested:
            self.names = self._before.pop(transaction, self.names)
