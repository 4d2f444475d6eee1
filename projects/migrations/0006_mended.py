from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0005_closeout")]

    operations = [
        migrations.AddField(
            model_name="ingest",
            name="forgiven",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        *[
            migrations.AddField(
                model_name=name,
                name="swept_at",
                field=models.DateTimeField(blank=True, editable=False, null=True),
            )
            for name in ("run", "ingest", "export", "closeout")
        ],
    ]
