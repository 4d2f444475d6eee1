"""What somebody accepted stays as it was accepted, whoever asks the database."""

from django.db import migrations

KEEP = """
create function portal_keep_acceptance() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.person_id is null
    and to_jsonb(new) - 'person_id' = to_jsonb(old) - 'person_id' then
    return new;  -- the account is gone; its name and address stay
  end if;
  raise exception 'an acceptance is neither changed nor removed'
    using errcode = 'restrict_violation';
end $$;
create trigger keep_acceptance before update or delete on portal_acceptance
  for each row execute function portal_keep_acceptance();
"""
LOOSEN = """
drop trigger keep_acceptance on portal_acceptance;
drop function portal_keep_acceptance();
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0013_office")]
    operations = [migrations.RunSQL(KEEP, LOOSEN)]
