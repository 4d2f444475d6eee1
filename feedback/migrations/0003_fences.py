from django.db import migrations

from portal.policies import fenced


class Migration(migrations.Migration):
    dependencies = [("feedback", "0002_initial")]

    operations = [fenced("feedback_response")]
