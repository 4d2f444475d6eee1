from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("projects", "0025_disclosures")]

    operations = [
        migrations.AlterField(
            model_name="terms",
            name="subprocessors",
            field=models.TextField(
                blank=True,
                help_text="One a line; “none” where it has none. Empty: not known.",
                verbose_name="sub-processors",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="refused_subprocessors",
            field=models.JSONField(
                blank=True, default=list, verbose_name="refused sub-processors"
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="known_subprocessors",
            field=models.BooleanField(
                default=False, verbose_name="the sub-processors must be known"
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="strike_since",
            field=models.DateTimeField(editable=False, null=True, verbose_name="on strike since"),
        ),
        migrations.AddField(
            model_name="project",
            name="strike_by_name",
            field=models.CharField(blank=True, default="", editable=False, max_length=150),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="project",
            name="strike_why",
            field=models.TextField(blank=True, default="", editable=False, max_length=2000),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["project", "-at", "id"], name="entry_of_project"),
        ),
    ]
