from django.db import migrations

from portal.policies import OPEN, PERSON, PROGRAMME, SECRET, fenced


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]

    operations = [
        # A person reads their own memberships before it is known which studios they have.
        fenced("portal_membership", rule=f"{OPEN} or user_id = {PERSON}", check=OPEN),
        # Whoever shows an invitation's secret finds it; without a studio it is the programme's.
        fenced(
            "portal_invitation",
            rule=f"{OPEN} or secret_hash = {SECRET} or (studio_id is null and {PROGRAMME})",
        ),
        # What happened outside of studios (sign-ins) is noted by anybody.
        fenced("portal_auditevent", rule=f"{OPEN} or studio_id is null"),
    ]
