"""Whether a routed name is an asynchronous view, and where it stops being one."""

import pytest

from tests.checks.source.texts import check, facts_of

FAULTS = {
    "a_plain_function": """
def view(request):  # !not-async
    return HttpResponse("ok")
""",
    "a_lambda": """
view = lambda request: HttpResponse("ok")  # !not-async
""",
    "the_last_definition_counts": """
async def view(request):
    return HttpResponse("ok")


def view(request):  # !not-async
    return HttpResponse("ok")
""",
    "the_branch_that_runs": """
import sys

if sys.version_info < (3, 8):
    async def view(request):
        return HttpResponse("ok")
else:
    def view(request):  # !not-async
        return HttpResponse("ok")
""",
    "under_another_name": """
async def views(request):  # !missing-view
    return HttpResponse("ok")
""",
    "a_name_that_sounds_asynchronous": """
def async_view(request):  # !missing-view
    return HttpResponse("ok")
""",
    "a_plain_wrapper": """
def logged(function):
    @functools.wraps(function)
    def wrapper(request):  # !sync-decorator
        return function(request)
    return wrapper


@logged
async def view(request):
    return HttpResponse("ok")
""",
    "a_plain_wrapper_from_a_factory": """
def logged(level):
    def decorator(function):
        def wrapper(request):  # !sync-decorator
            return async_to_sync(function)(request)
        return functools.update_wrapper(wrapper, function)
    return decorator


@logged("info")
async def view(request):
    return HttpResponse("ok")
""",
    "a_transaction": """
from django.db import transaction


@transaction.atomic  # !sync-decorator
async def view(request):
    return HttpResponse("ok")
""",
    "a_transaction_by_call": """
from django.db.transaction import atomic


@atomic()  # !sync-decorator
async def view(request):
    return HttpResponse("ok")
""",
    "async_to_sync_by_assignment": """
async def work(request):
    return HttpResponse("ok")


view = async_to_sync(work)  # !sync-decorator
""",
    "a_generator": """
async def view(request):  # !is-generator
    yield HttpResponse("ok")
""",
    "the_result_of_a_call": """
async def work(request=None):
    return HttpResponse("ok")


view = work()  # !called-view
""",
    "an_object": """
class Work:
    async def __call__(self, request):
        return HttpResponse("ok")


view = Work()  # !async-call-object
""",
    "no_parameters": """
async def view():  # !wrong-parameters
    return HttpResponse("ok")
""",
    "a_handler_without_self": """
class view(View):
    async def get(request):  # !wrong-parameters
        return HttpResponse("ok")
""",
    "a_plain_handler": """
class view(View):
    def get(self, request):  # !not-async
        return HttpResponse("ok")
""",
    "a_plain_handler_behind_as_view": """
class Page(View):
    def get(self, request):  # !not-async
        return HttpResponse("ok")


view = Page.as_view()
""",
    "mixed_handlers": """
class view(View):
    async def get(self, request):
        return HttpResponse("ok")

    def post(self, request):  # !mixed-handlers
        return HttpResponse("ok")
""",
    "nothing_returned": """
async def view(request):  # !returns-nothing
    HttpResponse("ok")
""",
    "nothing_returned_by_the_wrapper": """
def checked(function):
    @functools.wraps(function)
    async def wrapper(request):  # !returns-nothing
        response = await function(request)
        response["X"] = "1"
    return wrapper


@checked
async def view(request):
    return HttpResponse("ok")
""",
    "text_returned": """
async def view(request):
    if request.GET:
        return f"{request.GET}"  # !returns-not-response
    return "ok"  # !returns-not-response
""",
    "a_dict_or_list_returned": """
async def view(request):
    if request.GET:
        return {"a": await fetch_user()}  # !returns-not-response
    return [order for order in await fetch_orders()]  # !returns-not-response
""",
    "a_plain_function_with_types_coroutine": """
import types


@types.coroutine
def view(request):  # !not-async
    yield
    return HttpResponse("ok")
""",
    "a_decorator_that_returns_nothing": """
def logged(function):  # !sync-decorator
    async def wrapper(request):
        return await function(request)


@logged
async def view(request):
    return HttpResponse("ok")
""",
    "an_asynchronous_constructor": """
class view(View):
    async def __init__(self, **kwargs):  # !async-init
        super().__init__(**kwargs)

    async def get(self, request):
        return HttpResponse("ok")
""",
    "a_name_that_the_course_does_not_provide": """
from services import fetch_everything  # !import-error


async def view(request):
    return JsonResponse(await fetch_everything())
""",
    "an_import_that_is_missing": """
async def view(request):
    return render(request, "x.html")  # !undefined-name
""",
    "an_inherited_plain_get": """
from django.views.generic import TemplateView


class view(TemplateView):  # !not-async
    template_name = "x.html"
""",
}


@pytest.mark.parametrize("text", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_found_on_its_line(text: str) -> None:
    check(text)


def test_parameters_are_held_against_the_route() -> None:
    text = "async def view(request, pk):{mark}\n    return HttpResponse('ok')\n"
    check(text.format(mark=""), parameters={"view": ["pk"]})
    check(text.format(mark=""))
    check(text.format(mark="  # !wrong-parameters"), parameters={"view": []})
    check("async def view(request):  # !wrong-parameters\n    return HttpResponse('ok')\n", parameters={"view": ["pk"]})
    check("async def view(request, **kwargs):\n    return HttpResponse('ok')\n", parameters={"view": ["pk"]})
    check("async def view(request, *, pk=1):\n    return HttpResponse('ok')\n", parameters={"view": []})


def test_a_missing_view_without_anything_near_is_shown_at_the_top() -> None:
    facts = facts_of("x = 1\n", header="")
    assert [(f.finding.rule, f.finding.line) for f in facts.findings] == [("missing-view", 1)]
    assert facts.views[0].kind == "missing"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("async def view(request):\n    return 1", "async function"),
        ("def view(request):\n    return 1", "function"),
        ("view = sync_to_async(len)", "async function"),
        ("class view(View):\n    pass", "class"),
        ("class Page(View):\n    pass\nview = Page.as_view()", "class"),
        ("view = 3", "other"),
        ("from somewhere import magic\n@magic\nasync def view(request):\n    return 1", "unknown"),
        ("", "missing"),
    ],
)
def test_the_kind_of_a_view_is_what_its_name_is_bound_to_at_the_end(text: str, kind: str) -> None:
    assert facts_of(text).views[0].kind == kind


def test_a_view_is_shown_from_its_def_to_the_end_of_the_header() -> None:
    (view,) = facts_of("@staticmethod\nasync def view(\n    request,\n) -> None:\n    return 1\n", header="").views
    assert view.span is not None
    assert (view.span.line, view.span.column, view.span.end_line, view.span.end_column) == (2, 1, 4, 11)


def test_the_hint_is_the_header_to_write() -> None:
    (finding,) = facts_of("def view(request, pk=1):\n    return HttpResponse('ok')\n").findings
    assert finding.finding.hint == "async def view(request, pk=1):"


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("{'a': 1}", "return JsonResponse({'a': 1})"),
        ("[1, 2]", "return JsonResponse([1, 2], safe=False)"),
        ("'text'", "return HttpResponse('text')"),
    ],
)
def test_what_is_no_response_is_told_how_to_become_one(value: str, hint: str) -> None:
    (found,) = [f.finding for f in facts_of(f"async def view(request):\n    return {value}\n").findings]
    assert (found.rule, found.hint) == ("returns-not-response", hint)
