from django.db import migrations, models

from portal.names import NameField

#: model → (length, further options)
NAMED = {
    "apitoken": (80, {"verbose_name": "what it is for"}),
    "cohort": (120, {"verbose_name": "name", "unique": True}),
    "invitation": (150, {"verbose_name": "name", "blank": True}),
    "milestone": (120, {"verbose_name": "name"}),
    "studio": (120, {"verbose_name": "name", "unique": True}),
    "user": (150, {"verbose_name": "name"}),
}


class Migration(migrations.Migration):
    dependencies = [("portal", "0009_audit_chain")]

    operations = [
        *[
            migrations.AddField(
                model_name=name,
                name="forgiven",
                field=models.PositiveIntegerField(default=0, editable=False),
            )
            for name in ("mail", "webhookdelivery")
        ],
        *[
            migrations.AlterField(
                model_name=name, name="name", field=NameField(max_length=length, **options)
            )
            for name, (length, options) in NAMED.items()
        ],
    ]
