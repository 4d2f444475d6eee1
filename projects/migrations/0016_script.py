"""What a run offers may be a script broken down; scenes keep what their script says."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0014_acceptances'),
        ('projects', '0015_copies'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='candidate',
            name='candidate_picture_whole',
        ),
        migrations.AddField(
            model_name='scene',
            name='script',
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name='from the script'),
        ),
        migrations.AlterField(
            model_name='candidate',
            name='kind',
            field=models.CharField(choices=[('cut', 'cut'), ('picture', 'picture'), ('script', 'script breakdown')], default='cut', max_length=10, verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.CheckConstraint(condition=~models.Q(kind='picture') | models.Q(height__gt=0, likeness__regex='^[0-9a-f]{16}$', width__gt=0), name='candidate_picture_whole'),
        ),
    ]
