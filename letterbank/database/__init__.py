"""What the database itself keeps watch over: an append-only audit, and on PostgreSQL who may see which rows.

Written as a declaration and laid anew after every migration, so that no table is ever without its guard.
"""
