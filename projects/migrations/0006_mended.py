from django.db import migrations, models

from portal.names import NameField

#: model → (length, further options)
NAMED = {
    "asset": (255, {}),
    "project": (120, {}),
    "episode": (120, {"blank": True}),
    "scene": (120, {"blank": True}),
    "shot": (120, {"blank": True}),
}


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
        *[
            migrations.AlterField(
                model_name=name,
                name="name",
                field=NameField(max_length=length, verbose_name="name", **options),
            )
            for name, (length, options) in NAMED.items()
        ],
    ]
