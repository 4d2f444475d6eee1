from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("projects", "0016_script")]

    operations = [
        migrations.AddField(
            model_name="requestinput",
            name="position",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="position"),
        ),
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
                ],
                default="cut",
                max_length=10,
                verbose_name="kind",
            ),
        ),
    ]
