from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """What was asked of people at one place is found by that place, not among all they were told."""

    atomic = False

    dependencies = [('portal', '0019_mails_as_html')]

    operations = [
        AddIndexConcurrently(
            model_name='notification',
            index=models.Index(fields=['studio', 'url'], name='notice_of_place'),
        ),
    ]
