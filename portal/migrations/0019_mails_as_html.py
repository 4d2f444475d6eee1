from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0018_first_steps_folded'),
    ]

    operations = [
        migrations.AddField(
            model_name='mail',
            name='html',
            field=models.TextField(blank=True, db_default='', default='', editable=False),
        ),
        migrations.AddField(
            model_name='mail',
            name='silences',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=60),
        ),
        migrations.AddField(
            model_name='trouble',
            name='facts',
            field=models.JSONField(blank=True, db_default={}, default=dict, editable=False),
        ),
    ]
