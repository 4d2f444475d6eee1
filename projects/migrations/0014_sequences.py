from django.db import migrations, models

KINDS = [
    ('', 'not examined yet'),
    ('film', 'film'),
    ('sequence', 'image sequence'),
    ('image', 'image'),
    ('sound', 'sound'),
    ('script', 'script'),
    ('editorial', 'editorial file'),
]


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0013_moved_notes'),
    ]

    operations = [
        migrations.AddField(
            model_name='asset',
            name='folder',
            field=models.CharField(blank=True, default='', max_length=255, verbose_name='folder'),
        ),
        migrations.AddField(
            model_name='asset',
            name='log',
            field=models.JSONField(
                blank=True, default=dict, editable=False, verbose_name='from the logs'
            ),
        ),
        migrations.AddField(
            model_name='upload',
            name='folder',
            field=models.CharField(blank=True, default='', max_length=255, verbose_name='folder'),
        ),
        migrations.AlterField(
            model_name='asset',
            name='kind',
            field=models.CharField(
                blank=True, choices=KINDS, default='', max_length=12, verbose_name='kind'
            ),
        ),
    ]
