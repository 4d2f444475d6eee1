from django.db import migrations, models

#: What a picture is known by; other kinds need not have it.
_WHOLE = models.Q(height__gt=0, likeness__regex="^[0-9a-f]{16}$", width__gt=0)


class Migration(migrations.Migration):

    dependencies = [("projects", "0015_copies")]

    operations = [
        migrations.AddField(
            model_name="requestinput",
            name="position",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="position"),
        ),
        migrations.RemoveConstraint(model_name="candidate", name="candidate_picture_whole"),
        migrations.AlterField(
            model_name="candidate",
            name="kind",
            field=models.CharField(
                choices=[
                    ("cut", "cut"),
                    ("picture", "picture"),
                    ("plate", "clean plate"),
                    ("match", "shot match"),
                ],
                default="cut",
                max_length=10,
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=~models.Q(kind="picture") | _WHOLE, name="candidate_picture_whole"
            ),
        ),
    ]
