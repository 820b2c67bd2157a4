"""The catalogue of rules. It is open to everybody, since the command line and build pipelines link to it."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from checks import rules
from web import markdown


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    families = [(name, list(found)) for name, found in groupby(rules.RULES.values(), lambda rule: rule.family)]
    return render(request, "web/rules.html", {"families": families})


@require_safe
def show(request: HttpRequest, rule_id: str) -> HttpResponse:
    try:
        found = rules.rule(rule_id)
    except KeyError:
        raise Http404 from None
    return render(request, "web/rule.html", {"rule": found, "text": markdown.render(found.text)})
