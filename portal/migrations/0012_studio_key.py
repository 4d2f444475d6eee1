from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0011_mended")]

    operations = [
        migrations.AddField(
            model_name="studio",
            name="kms_key",
            field=models.CharField(
                blank=True,
                help_text="Id of a key of the storage's key service (SSE-KMS) for this studio's files.",
                max_length=2048,
                verbose_name="encryption key",
            ),
        ),
    ]
