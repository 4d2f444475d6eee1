import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models

from portal.policies import fenced


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0015_troubles'),
        ('projects', '0028_places'),
    ]

    operations = [
        migrations.CreateModel(
            name='JobPart',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('job', models.UUIDField(verbose_name='job')),
                ('step', models.CharField(max_length=40, verbose_name='step')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('digest', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('FREE', 'free'), ('TAKEN', 'taken'), ('LEFT', 'left'), ('DONE', 'done')], default='FREE', max_length=5, verbose_name='state')),
                ('attempt', models.PositiveIntegerField(default=0, verbose_name='attempt')),
                ('lease_expires_at', models.DateTimeField(blank=True, null=True)),
                ('taken_by', models.CharField(blank=True, default='', max_length=100, verbose_name='taken by')),
                ('share', models.FloatField(default=0, verbose_name='done')),
                ('called_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='job_parts', to='projects.project')),
                ('studio', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portal.studio', verbose_name='studio')),
            ],
            options={
                'verbose_name': 'part of a job',
                'verbose_name_plural': 'parts of jobs',
                'ordering': ['job', 'step', 'number'],
                'constraints': [models.UniqueConstraint(fields=('job', 'step', 'number'), name='job_part_once')],
            },
        ),
        fenced("projects_jobpart"),
    ]
