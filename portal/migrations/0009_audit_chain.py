from datetime import UTC

import django.contrib.postgres.functions
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from portal.audit.guards import fenced_again, guarded
from portal.audit.verify_audit import digest_of

FORCE = "alter table portal_auditevent force row level security"
NO_FORCE = "alter table portal_auditevent no force row level security"


def name_and_digest(apps, schema_editor):
    """Rows noted before there was a chain get their studio's name, their digest and a place.

    The owner, no longer held by the policy for these statements, sees every row; nobody else
    does.
    """
    event, studio, waiting = (
        apps.get_model("portal", name).objects.using(schema_editor.connection.alias)
        for name in ("AuditEvent", "Studio", "AuditPending")
    )
    names = dict(studio.values_list("pk", "name"))
    for row in event.order_by("id").iterator():
        row.studio_name = names.get(row.studio_id, "")
        row.digest = digest_of(content(row))
        row.save(update_fields=["studio_name", "digest"])
        waiting.create(event=row.pk, digest=row.digest)


def content(row):
    """As the model wrote it when this was made."""
    ids = {"uid": row.uid, "actor": row.actor_id, "studio": row.studio_id}
    return {
        "actor_name": row.actor_name,
        "studio_name": row.studio_name,
        **{name: str(pk) if pk else None for name, pk in ids.items()},
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "verb": row.verb,
        "facts": row.facts,
    }


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0008_closeout'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditPending',
            fields=[
                ('event', models.BigIntegerField(primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'audit rows waiting for their seal',
                'verbose_name_plural': 'audit rows waiting for their seal',
            },
        ),
        migrations.CreateModel(
            name='AuditSeal',
            fields=[
                ('position', models.BigIntegerField(primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('at', models.DateTimeField(verbose_name='sealed')),
            ],
            options={
                'verbose_name': 'audit seal',
                'verbose_name_plural': 'audit seals',
                'ordering': ['position'],
            },
        ),
        migrations.AddField(
            model_name='auditevent',
            name='digest',
            field=models.CharField(default='', editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='auditevent',
            name='studio_name',
            field=models.CharField(blank=True, default='', max_length=120, verbose_name='studio'),
        ),
        migrations.AddField(
            model_name='auditevent',
            name='uid',
            field=models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True),
        ),
        migrations.AlterField(
            model_name='auditevent',
            name='actor',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='auditevent',
            name='at',
            field=models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='when'),
        ),
        migrations.AlterField(
            model_name='auditevent',
            name='studio',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='portal.studio'),
        ),
        migrations.AddIndex(
            model_name='auditevent',
            index=models.Index(fields=['studio', '-id'], name='audit_of_studio'),
        ),
        migrations.RunSQL(NO_FORCE, FORCE),
        migrations.RunPython(name_and_digest, migrations.RunPython.noop),
        migrations.RunSQL(FORCE, NO_FORCE),
        migrations.AddConstraint(
            model_name='auditevent',
            constraint=models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='audit_has_a_digest'),
        ),
        migrations.AddField(
            model_name='auditseal',
            name='event',
            field=models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='seal', to='portal.auditevent'),
        ),
        fenced_again(),
        guarded(),
    ]
