"""`letterbank database`: what a department's database administrator runs, once or after a new facility."""

import click
from sqlalchemy import create_engine, make_url

from letterbank.cli.home import Home, for_machines, say
from letterbank.database.preparation import must_be_new_enough, prepare_database, prepare_server
from letterbank.errors import RuleBroken
from letterbank.installation import prepare_databases


@click.group()
def database() -> None:
    """Prepare a PostgreSQL server, and bring databases to the newest step."""


@database.command()
@click.argument("superuser_url")
@click.pass_obj
def prepare(home: Home, superuser_url: str) -> None:
    """Make roles and close the catalog, as the superuser of SUPERUSER_URL (postgresql://postgres@host/).

    The databases named in the settings (before `init`: in the environment) must exist. Safe to run again, and needed
    again after `keys facility`. Give the roles their passwords yourself: lb_owner, lb_central, lb_facility, lb_public.
    """
    settings = home.settings_or_wishes
    names = [make_url(url).database for url in (settings.database, settings.dropbox)]
    if not superuser_url.startswith("postgresql") or not settings.database.startswith("postgresql"):
        raise RuleBroken("Only PostgreSQL has roles. An embedded SQLite database needs no preparation.")
    for name in names:
        engine = create_engine(make_url(superuser_url).set(database=name), hide_parameters=True)
        with engine.begin() as connection:
            must_be_new_enough(connection)
            prepare_server(connection, settings.facilities)
            prepare_database(connection)
        engine.dispose()
        click.echo(f"{name}: roles made, owner set, catalog closed.")
    click.echo("Next, as lb_owner: letterbank init, or database migrate where there is a home already.")
    click.echo("Keep wal_recycle off on this server (docs/operating.md).")


@database.command()
@for_machines
@click.pass_obj
def migrate(home: Home, as_json: bool) -> None:
    """Take every step the databases have not taken yet, and lay the guards. On PostgreSQL as lb_owner."""
    prepare_databases(home.settings)
    say({"at_newest_step": ["database", "dropbox"]}, "Both databases are at the newest step.", as_json=as_json)
