"""What the database needs before any table: Dutch text search with folded accents, trigrams, the shared cache."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.core.management import call_command
from django.db import migrations

CONFIGURATION = """
CREATE TEXT SEARCH CONFIGURATION dutch_folded (COPY = dutch);
ALTER TEXT SEARCH CONFIGURATION dutch_folded
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, dutch_stem;
"""


def create_shared_cache(apps, schema_editor):
    """Make the table of the cache that all workers share."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(CONFIGURATION, "DROP TEXT SEARCH CONFIGURATION dutch_folded;"),
        migrations.RunPython(create_shared_cache, migrations.RunPython.noop),
    ]
