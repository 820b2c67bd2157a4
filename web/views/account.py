from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from web import access
from web.forms import AccountForm


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """What a person says of themselves: name, address, time zone."""
    form = AccountForm(request.POST or None, instance=access.member(request))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("account")
    return render(request, "web/account.html", {"form": form}, status=422 if form.errors else 200)
