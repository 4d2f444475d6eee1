from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0012_studio_key")]

    operations = [
        migrations.AddField(
            model_name="signinlink",
            name="strong",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
