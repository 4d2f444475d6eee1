from django.db import migrations

from feedback.tickets.carded import TICKETS


class Migration(migrations.Migration):
    """Tickets can be found by their words. There are few: their cards are written here at once."""

    dependencies = [('feedback', '0012_time_leaves'), ('projects', '0031_index_cards_filled')]

    operations = [
        migrations.RunSQL(TICKETS.made, TICKETS.unmade),
        migrations.RunSQL(list(TICKETS.filled), migrations.RunSQL.noop),
    ]
