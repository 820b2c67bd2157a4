from django.contrib.auth.views import LoginView, LogoutView, PasswordResetConfirmView
from django.urls import path, reverse_lazy

from web.views import account, assignment, course, errors, home, join, live, rule, submission
from web.views.teach import log, people, roster

first_password = PasswordResetConfirmView.as_view(
    template_name="web/first_password.html", post_reset_login=True, success_url=reverse_lazy("home")
)

urlpatterns = [
    path("", home.show, name="home"),
    path("login/", LoginView.as_view(template_name="web/login.html", redirect_authenticated_user=True), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("account/", account.show, name="account"),
    path("welcome/<uidb64>/<token>/", first_password, name="first-password"),
    path("join/<str:token>/", join.show, name="join"),
    path("courses/<slug:course>/", course.show, name="course"),
    path("courses/<slug:course>/<slug:assignment>/", assignment.show, name="assignment"),
    path("submissions/<uuid:pk>/", submission.show, name="submission"),
    path("submissions/<uuid:pk>/report/", submission.report, name="report"),
    path("submissions/<uuid:pk>/report.json", submission.as_json, name="report-json"),
    path("submissions/<uuid:pk>/files/<path:name>", submission.source, name="source"),
    path("submissions/<uuid:pk>/events/", live.events, name="events"),
    path("rules/", rule.index, name="rules"),
    path("rules/<slug:rule_id>/", rule.show, name="rule"),
    path("teach/<slug:course>/people/", people.show, name="people"),
    path("teach/<slug:course>/people/import/", roster.show, name="roster"),
    path("teach/<slug:course>/people/<int:user>/role/", people.change_role, name="change-role"),
    path("teach/<slug:course>/people/<int:user>/remove/", people.remove, name="remove-member"),
    path("teach/<slug:course>/links/", people.create_link, name="create-link"),
    path("teach/<slug:course>/links/<int:link>/revoke/", people.revoke_link, name="revoke-link"),
    path("teach/<slug:course>/log/", log.show, name="log"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken
