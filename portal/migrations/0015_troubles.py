from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0014_acceptances'),
    ]

    operations = [
        migrations.CreateModel(
            name='Trouble',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(max_length=80, verbose_name='trouble')),
                ('text', models.CharField(max_length=300, verbose_name='what is wrong')),
                ('began_at', models.DateTimeField(auto_now_add=True, verbose_name='since')),
                ('seen_at', models.DateTimeField(verbose_name='last seen')),
                ('over_at', models.DateTimeField(blank=True, null=True, verbose_name='over')),
                ('told', models.JSONField(blank=True, default=list, verbose_name='told')),
            ],
            options={
                'verbose_name': 'trouble',
                'verbose_name_plural': 'troubles',
                'ordering': ['-began_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('over_at', None)), fields=('about',), name='trouble_once')],
            },
        ),
    ]
