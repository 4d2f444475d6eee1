"""Work items among what is known of a shot: which stage of it stands where, and nothing of how it
is done or what was bid.
"""

from django.utils.translation import gettext_lazy as _

from feedback.models import WorkItem
from feedback.work.stages import STAGES
from projects.shot_status.parts import Part

_SQL = """
  select w.shot_id as shot, json_agg(json_build_array(w.code, w.stage, w.state) order by w.code)
    as value
  from feedback_workitem w
  where w.project_id = %(project)s and w.state <> 'dropped'
    and w.shot_id in (select id from held)
  group by w.shot_id
"""


def _words() -> dict[str, str]:
    """Stages and states share no key."""
    stages = {name: str(label) for name, label in STAGES.items()}
    return stages | {state.value: str(state.label) for state in WorkItem.State}


ITEMS = Part("items", _("Work items"), _SQL, _words)
