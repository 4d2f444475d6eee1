from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0009_audit_chain")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="forgiven",
            field=models.PositiveIntegerField(default=0, editable=False),
        )
        for name in ("mail", "webhookdelivery")
    ]
