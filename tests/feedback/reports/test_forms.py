"""What the form of a report offers."""

import pytest
from django.utils.translation import override

from feedback.models import ReportDefinition
from feedback.reports.forms import DefinitionForm

pytestmark = pytest.mark.django_db


def tools(**filters):
    form = DefinitionForm(instance=ReportDefinition(filters=filters))
    return dict(form.fields["tool"].choices)


def test_tools_are_offered_by_their_titles_in_their_order():
    offered = tools()
    assert offered["shot_breakdown"] == "Shot breakdown"
    titles = [str(title) for name, title in offered.items() if name]
    assert titles == sorted(titles, key=str.casefold) and not any("_" in one for one in titles)
    with override("fr"):
        assert tools()["shot_breakdown"] == "Découpage en plans"


def test_a_tool_that_is_no_more_stays_in_the_definition_that_names_it():
    assert tools(tool="gone_tool")["gone_tool"] == "gone_tool"
