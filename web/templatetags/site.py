from functools import cache
from importlib.metadata import version as installed_version

from django import template

register = template.Library()


@register.simple_tag
@cache
def version() -> str:
    return installed_version("async-view-grader")
