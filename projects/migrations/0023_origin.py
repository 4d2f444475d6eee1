"""What a version and a candidate are by IPTC's list, and whether names go into credentials."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0022_consents")]

    operations = [
        migrations.AddField(
            "version",
            "source_type",
            models.CharField(
                "digital source type", blank=True, default="", max_length=60
            ),
        ),
        migrations.AddField(
            "candidate",
            "source_type",
            models.CharField(
                "digital source type", blank=True, default="", max_length=60
            ),
        ),
        migrations.AddField(
            "project",
            "credit_names",
            models.BooleanField(
                "names in content credentials",
                default=False,
                help_text="Names of files, and of who approved, are then signed into pictures and "
                "films. Otherwise hashes and roles stand there.",
            ),
        ),
    ]
