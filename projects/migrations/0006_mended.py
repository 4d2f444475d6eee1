from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0005_closeout")]

    operations = [
        migrations.AddField(
            model_name="ingest",
            name="forgiven",
            field=models.PositiveIntegerField(default=0, editable=False),
        )
    ]
