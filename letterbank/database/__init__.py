"""What the database itself keeps watch over: an append-only audit, and on PostgreSQL who may see which rows.

Written as a declaration and laid anew after every migration, so that no table is ever without its guard.
"""

from letterbank.database.guards import guard_dropbox, guard_main
from letterbank.database.preparation import prepare_database, prepare_server

__all__ = ["guard_dropbox", "guard_main", "prepare_database", "prepare_server"]
