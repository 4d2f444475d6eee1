"""Further viewing copies; how a camera writes light; names burnt into the picture."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models

from portal.policies import fenced


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0014_acceptances'),
        ("projects", "0014_sequences"),
    ]

    operations = [
        migrations.CreateModel(
            name='ViewingCopy',
            fields=[
                ('state', models.CharField(choices=[('QUEUED', 'queued'), ('RUNNING', 'running'), ('READY', 'ready'), ('FAILED', 'failed'), ('ERRORED', 'portal error'), ('CANCELLED', 'cancelled')], db_index=True, default='QUEUED', max_length=10, verbose_name='state')),
                ('attempt', models.PositiveIntegerField(default=0, verbose_name='attempt')),
                ('lease_expires_at', models.DateTimeField(blank=True, null=True)),
                ('stage', models.CharField(blank=True, max_length=40, verbose_name='stage')),
                ('fraction', models.FloatField(default=0, verbose_name='done')),
                ('seq', models.PositiveBigIntegerField(default=0)),
                ('error_code', models.CharField(blank=True, max_length=60, verbose_name='error')),
                ('error_facts', models.JSONField(blank=True, default=dict)),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='queued')),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='started')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                ('swept_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('height', models.PositiveSmallIntegerField(verbose_name='lines')),
                ('viewer', models.CharField(blank=True, default='', max_length=60)),
                ('mark', models.CharField(blank=True, default='', max_length=400, verbose_name='watermark')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last wanted')),
            ],
            options={
                'verbose_name': 'viewing copy',
                'verbose_name_plural': 'viewing copies',
                'ordering': ['-queued_at', 'id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='project',
            name='project_watermark_known',
        ),
        migrations.AddField(
            model_name='asset',
            name='look',
            field=models.CharField(blank=True, choices=[('', 'as the file says'), ('slog3', 'Sony S-Log3, S-Gamut3'), ('slog3cine', 'Sony S-Log3, S-Gamut3.Cine'), ('logc3', 'ARRI LogC3, EI 800'), ('logc4', 'ARRI LogC4'), ('vlog', 'Panasonic V-Log'), ('clog3', 'Canon Log 3, Cinema Gamut'), ('applelog', 'Apple Log'), ('log3g10', 'RED Log3G10'), ('cineon', 'Cineon')], default='', max_length=16, verbose_name='shown as'),
        ),
        migrations.AlterField(
            model_name='project',
            name='watermark',
            field=models.CharField(choices=[('overlay', 'name, studio and time over every picture'), ('burnt', 'name, studio and time in the picture itself, for each person'), ('none', 'none')], default='overlay', max_length=10, verbose_name='watermark'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(('watermark__in', ['overlay', 'burnt', 'none'])), name='project_watermark_known'),
        ),
        migrations.AddField(
            model_name='viewingcopy',
            name='project',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='copies', to='projects.project'),
        ),
        migrations.AddField(
            model_name='viewingcopy',
            name='rendition',
            field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='copy', to='projects.rendition'),
        ),
        migrations.AddField(
            model_name='viewingcopy',
            name='studio',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portal.studio', verbose_name='studio'),
        ),
        migrations.AddField(
            model_name='viewingcopy',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='copies', to='projects.version'),
        ),
        migrations.AddConstraint(
            model_name='viewingcopy',
            constraint=models.UniqueConstraint(fields=('version', 'height', 'viewer', 'mark'), name='copy_once'),
        ),
        migrations.AddConstraint(
            model_name='viewingcopy',
            constraint=models.CheckConstraint(condition=models.Q(('height__in', (540, 1080))), name='copy_height'),
        ),
        fenced("projects_viewingcopy"),
    ]
