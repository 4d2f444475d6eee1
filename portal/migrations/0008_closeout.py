from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0007_programme")]

    operations = [
        migrations.AddField(
            model_name="studio",
            name="closed_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="closed"
            ),
        ),
        migrations.AddField(
            model_name="mail",
            name="parting",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="goes to former members"
            ),
        ),
    ]
