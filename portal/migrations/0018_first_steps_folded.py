from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("portal", "0017_person_language"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="steps_folded",
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name="first steps folded away"),
        ),
    ]
