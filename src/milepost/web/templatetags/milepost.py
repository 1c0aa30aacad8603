"""Tags and filters of the templates; built in, so no template loads them."""

from __future__ import annotations

from django import template
from django.templatetags.static import static as static_address

register = template.Library()


@register.simple_tag
def asset(name: str) -> str:
    """Give the address of a built file: `{% asset "app.css" %}`."""
    return static_address(f"built/{name}")
