from django.db import migrations

from portal.policies import fenced

TABLES = (
    "project projectgrant episode scene shot asset version rendition upload uploadpart ingest "
    "assistrequest requestinput run candidate revision decision"
).split()


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]

    operations = [fenced(f"projects_{table}") for table in TABLES]
