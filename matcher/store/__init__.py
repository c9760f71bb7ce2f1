"""The database: tables, migrations and the queries over them. The only room that knows SQLAlchemy."""
