from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0015_troubles'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='language',
            field=models.CharField(blank=True, choices=[('en', 'English'), ('fr', 'Français')], db_default='', default='', help_text="Of pages and mails. Empty: pages as the browser asks, mails in English.", max_length=5, verbose_name='language'),
        ),
    ]
