from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0008_bulk")]

    operations = [
        migrations.AddField(
            model_name="project",
            name="watermark",
            field=models.CharField(
                choices=[
                    ("overlay", "name, studio and time over every picture"),
                    ("none", "none"),
                ],
                default="overlay",
                max_length=10,
                verbose_name="watermark",
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(("watermark__in", ["overlay", "none"])),
                name="project_watermark_known",
            ),
        ),
    ]
