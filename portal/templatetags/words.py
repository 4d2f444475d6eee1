"""`{% words_script %}`: the words of a page's scripts, where they are not the sources' own."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language

from portal.views.language import mark

register = template.Library()


@register.simple_tag
def words_script() -> str:
    """Nothing in English, which stands in the scripts themselves. The address tells language and
    state of the words, so that a browser keeps them for ever."""
    if (get_language() or settings.LANGUAGE_CODE) == settings.LANGUAGE_CODE:
        return ""
    address = f"{reverse('javascript-catalog')}?{mark()}"
    return format_html('<script src="{}" defer></script>', address)
