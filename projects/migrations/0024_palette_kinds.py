from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("projects", "0023_origin")]

    operations = [
        migrations.AlterField(
            model_name="candidate",
            name="kind",
            field=models.CharField(
                choices=[
                    ("cut", "cut"),
                    ("picture", "picture"),
                    ("script", "script breakdown"),
                    ("plate", "clean plate"),
                    ("match", "shot match"),
                    ("selects", "selects"),
                    ("changes", "cut comparison"),
                    ("found", "shots found"),
                    ("cast", "character continuity"),
                    ("track", "track"),
                    ("editorial", "conversion"),
                    ("enriched", "enriched breakdown"),
                    ("described", "shots described"),
                    ("clip", "film made"),
                    ("compared", "pictures compared"),
                ],
                default="cut",
                max_length=10,
                verbose_name="kind",
            ),
        ),
    ]
