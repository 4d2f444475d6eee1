"""What a file begins and ends with, so that one that is here already is known before it is sent."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("projects", "0007_notes")]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="fingerprint",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="version",
            name="fingerprint",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
    ]
