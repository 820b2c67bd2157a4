from django.contrib.auth.views import LoginView, LogoutView, PasswordResetConfirmView
from django.urls import path, reverse_lazy

from web.views import account, assignment, changes, course, errors, home, join, live, rule, submission
from web.views.teach import (
    creating,
    dates,
    editing,
    feedback,
    gradebook,
    log,
    people,
    regrades,
    revisions,
    roster,
    settings,
    validation,
)

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
    path("submissions/<uuid:pk>/changes/", changes.show, name="changes"),
    path("submissions/<uuid:pk>/events/", live.events, name="events"),
    path("submissions/<uuid:pk>/overrides/", feedback.override, name="override"),
    path(
        "submissions/<uuid:pk>/overrides/<int:override>/withdraw/",
        feedback.withdraw_override,
        name="withdraw-override",
    ),
    path("submissions/<uuid:pk>/comments/", feedback.comment, name="comment"),
    path("submissions/<uuid:pk>/comments/<int:comment>/withdraw/", feedback.withdraw_comment, name="withdraw-comment"),
    path("rules/", rule.index, name="rules"),
    path("rules/<slug:rule_id>/", rule.show, name="rule"),
    path("teach/<slug:course>/people/", people.show, name="people"),
    path("teach/new/", creating.course, name="new-course"),
    path("teach/<slug:course>/new/", creating.assignment, name="new-assignment"),
    path("teach/<slug:course>/people/import/", roster.show, name="roster"),
    path("teach/<slug:course>/people/<int:user>/role/", people.change_role, name="change-role"),
    path("teach/<slug:course>/people/<int:user>/remove/", people.remove, name="remove-member"),
    path("teach/<slug:course>/links/", people.create_link, name="create-link"),
    path("teach/<slug:course>/links/<int:link>/revoke/", people.revoke_link, name="revoke-link"),
    path("teach/<slug:course>/settings/", settings.show, name="settings"),
    path("teach/<slug:course>/log/", log.show, name="log"),
    path("teach/<slug:course>/gradebook/", gradebook.show, name="gradebook"),
    path("teach/<slug:course>/gradebook/<slug:form>.csv", gradebook.export, name="gradebook-export"),
    path("teach/<slug:course>/students/<int:user>/", gradebook.student, name="student"),
    path("teach/<slug:course>/assignments/<slug:assignment>/", gradebook.assignment, name="picture"),
    path("teach/<slug:course>/assignments/<slug:assignment>/dates/", dates.show, name="dates"),
    path("teach/<slug:course>/assignments/<slug:assignment>/extensions/", dates.extend, name="extend"),
    path(
        "teach/<slug:course>/assignments/<slug:assignment>/extensions/<int:extension>/withdraw/",
        dates.withdraw,
        name="withdraw-extension",
    ),
    path("teach/<slug:course>/assignments/<slug:assignment>/regrades/", regrades.index, name="regrades"),
    path("teach/<slug:course>/assignments/<slug:assignment>/regrades/<int:pk>/", regrades.show, name="regrade"),
    path(
        "teach/<slug:course>/assignments/<slug:assignment>/regrades/<int:pk>/decide/",
        regrades.decide,
        name="decide-regrade",
    ),
    path("teach/<slug:course>/assignments/<slug:assignment>/revisions/", revisions.show, name="revisions"),
    path("teach/<slug:course>/assignments/<slug:assignment>/revisions/<int:number>/", revisions.show, name="revision"),
    path(
        "teach/<slug:course>/assignments/<slug:assignment>/revisions/<int:number>/export.zip",
        creating.export,
        name="export",
    ),
    path(
        "teach/<slug:course>/assignments/<slug:assignment>/revisions/<int:number>/validation/",
        validation.show,
        name="validation-of",
    ),
    path(
        "teach/<slug:course>/assignments/<slug:assignment>/revisions/<int:number>/publish/",
        validation.publish,
        name="publish",
    ),
    path("teach/<slug:course>/assignments/<slug:assignment>/edit/", editing.edit, name="edit"),
    path("teach/<slug:course>/assignments/<slug:assignment>/preview/", editing.preview, name="preview"),
    path("teach/<slug:course>/assignments/<slug:assignment>/validation/", validation.show, name="validation"),
    path("teach/<slug:course>/assignments/<slug:assignment>/hide/", validation.hide, name="hide"),
    path("teach/<slug:course>/assignments/<slug:assignment>/import/", creating.import_folder, name="import"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken
