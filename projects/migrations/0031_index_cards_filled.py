from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations

from projects.finding.triggers import CARDED


class Migration(migrations.Migration):
    """Cards of what was there before their triggers, then the index: nobody waits for either."""

    atomic = False

    dependencies = [('projects', '0030_index_cards')]

    operations = [
        *(migrations.RunSQL(list(one.filled), migrations.RunSQL.noop) for one in CARDED),
        AddIndexConcurrently(
            model_name='indexcard',
            index=GinIndex(fields=['lexemes'], name='card_lexemes', fastupdate=False),
        ),
    ]
