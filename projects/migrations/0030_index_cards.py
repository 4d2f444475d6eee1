import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

from portal.policies import OPEN, fenced
from projects.finding.lexemes import MADE, UNMADE
from projects.finding.triggers import CARDED, RULE


class Migration(migrations.Migration):
    """The index of search is kept from now on; what is there already comes with the next one."""

    dependencies = [
        ('portal', '0017_person_language'),
        ('projects', '0029_job_parts'),
    ]

    operations = [
        migrations.CreateModel(
            name='IndexCard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.UUIDField(null=True)),
                ('kind', models.CharField(max_length=1, verbose_name='kind')),
                ('row', models.UUIDField(verbose_name='row')),
                ('title', models.TextField(verbose_name='name')),
                ('lexemes', django.contrib.postgres.search.SearchVectorField()),
                ('at', models.DateTimeField(verbose_name='since')),
                ('project', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='projects.project')),
                ('studio', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portal.studio', verbose_name='studio')),
            ],
            options={
                'verbose_name': 'index card',
                'verbose_name_plural': 'index cards',
                'constraints': [models.UniqueConstraint(fields=('kind', 'row'), name='card_once')],
            },
        ),
        migrations.RunSQL(MADE, UNMADE),
        fenced("projects_indexcard", rule=RULE, check=OPEN),
        *(migrations.RunSQL(one.made, one.unmade) for one in CARDED),
    ]
