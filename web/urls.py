from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from web.views import assignment, course, errors, home, live, rule, submission

urlpatterns = [
    path("", home.show, name="home"),
    path("login/", LoginView.as_view(template_name="web/login.html", redirect_authenticated_user=True), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("courses/<slug:course>/", course.show, name="course"),
    path("courses/<slug:course>/<slug:assignment>/", assignment.show, name="assignment"),
    path("submissions/<uuid:pk>/", submission.show, name="submission"),
    path("submissions/<uuid:pk>/report/", submission.report, name="report"),
    path("submissions/<uuid:pk>/events/", live.events, name="events"),
    path("rules/", rule.index, name="rules"),
    path("rules/<slug:rule_id>/", rule.show, name="rule"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken
