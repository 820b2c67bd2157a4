"""New courses and assignments, folders in and out, validating and publishing as pages."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries

from checks.assignment.archive import MAX_ARCHIVE, pack
from checks.validation import Problem
from submissions import publishing, starting, validations
from submissions.models import Assignment, Course, ValidationRun
from tests.submissions.test_authoring import validated
from tests.web.conftest import FILES, World, client_of

NEW = "/teach/async/new/"
OF = "/teach/async/assignments/slow-view/"
LEAK = Problem(severity="error", where="wrong/<b>.py", message="does not fail concurrency", detail="line\n<script>")


def upload(data: bytes, name: str = "folder.zip") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_whom_the_site_made_staff_makes_a_course(world: World) -> None:
    world.outsider.is_staff = True
    world.outsider.save()
    client = client_of(world.outsider)
    assert "New course" in client.get("/").content.decode()
    assert client.post("/teach/new/", {"title": "Await all!"}).headers["Location"] == "/courses/await-all/"
    assert "New assignment" in client.get("/courses/await-all/").content.decode()
    answer = client.post("/teach/new/", {"title": "Again", "slug": "await-all"})
    assert (answer.status_code, Course.objects.count()) == (422, 3)
    assert "There is a course await-all already." in answer.content.decode()
    assert client.post("/teach/new/", {"title": "???"}).status_code == 422


@pytest.mark.parametrize(
    ("form", "slug", "title"),
    [
        ({"start": "scratch", "title": "Tea time"}, "tea-time", "Tea time"),
        ({"start": "sample proxy"}, "proxy", "A proxy for another web service"),
        ({"start": "copy {copy}", "slug": "slower"}, "slower", "Slow view"),
    ],
)
def test_an_assignment_starts_from_the_scaffold_a_sample_or_another(
    world: World, form: dict[str, str], slug: str, title: str
) -> None:
    values = {name: text.format(copy=world.assignment.pk) for name, text in form.items()}
    client = client_of(world.instructor)
    answer = client.post(NEW, values)
    assert answer.headers["Location"].startswith(f"/teach/async/assignments/{slug}/")
    made = Assignment.objects.get(course=world.course, slug=slug)
    assert (made.title, made.published, made.position) == (title, False, 2)
    assert client_of(world.owner).get(f"/courses/async/{slug}/").status_code == 404


def test_an_assignment_starts_from_an_archive(world: World) -> None:
    answer = client_of(world.instructor).post(NEW, {"start": "upload", "file": upload(pack(FILES), "My Tea.zip")})
    assert answer.status_code == 302
    assert publishing.newest(Assignment.objects.get(slug="my-tea")).files == FILES


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"start": "upload"}, "Choose the zip file to start from."),
        ({"start": "upload", "file": upload(b"PK nonsense")}, "this is not a whole zip archive"),
        ({"start": "upload", "file": upload(b"")}, "this is not a whole zip archive"),
        ({"start": "upload", "file": upload(b"x" * (MAX_ARCHIVE + 1))}, "are allowed"),
        ({"start": "upload", "file": upload(pack({"assignment.toml": b"titel = 1"}))}, "Did you mean `title`"),
        ({"start": "sample ../../secrets"}, "Select a valid choice"),
        ({"start": "copy 999"}, "Select a valid choice"),
        ({"start": "scratch", "slug": "slow-view"}, "There is an assignment slow-view in this course already."),
        ({"start": "scratch", "title": "…"}, "Give it a short name"),
    ],
)
def test_what_cannot_be_started_from_is_refused(world: World, form: dict[str, object], sentence: str) -> None:
    answer = client_of(world.instructor).post(NEW, form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert world.course.assignments.count() == 1


def test_others_assignments_cannot_be_copied(world: World) -> None:
    hidden = publishing.create(Course.objects.get(slug="other"), "secret", FILES, world.outsider)
    assert client_of(world.instructor).post(NEW, {"start": f"copy {hidden.pk}"}).status_code == 422


def test_a_folder_goes_out_and_comes_in_again(world: World) -> None:
    client = client_of(world.assistant)
    data = client.get(f"{OF}revisions/1/export.zip").content
    with ZipFile(BytesIO(data)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == FILES
    changed = pack(dict(FILES) | {"README.md": b"# Another\n"})
    answer = client_of(world.instructor).post(f"{OF}import/", {"base": 1, "file": upload(changed)})
    assert answer.headers["Location"] == f"{OF}revisions/2/"
    world.assignment.refresh_from_db()
    assert world.assignment.current_revision is not None
    assert world.assignment.current_revision.number == 1  # what students work on changes by publishing alone


def test_an_import_over_somebody_s_changes_is_told(world: World) -> None:
    first = publishing.newest(world.assignment)
    publishing.save(world.assignment, dict(FILES) | {"README.md": b"Mine."}, first, world.instructor)
    changed = pack(dict(FILES) | {"README.md": b"Yours."})
    answer = client_of(world.instructor).post(f"{OF}import/", {"base": 1, "file": upload(changed)})
    assert answer.status_code == 422
    assert "Revision 2 was saved meanwhile and changed README.md too." in answer.content.decode()
    assert world.assignment.revisions.count() == 2


def test_a_validation_is_started_and_followed(world: World) -> None:
    client = client_of(world.instructor)
    assert "Validate" in client.get(f"{OF}validation/").content.decode()
    client.post(f"{OF}validation/")
    page = client.get(f"{OF}validation/").content.decode()
    assert "Waiting for a worker." in page
    assert 'hx-trigger="every 1s"' in page
    claim = validations.claim(ValidationRun.objects.get().pk)
    assert claim is not None
    validations.tell(claim, "mutant plain.py#3", 7)
    assert "Grading mutant plain.py#3. 7 graded so far." in client.get(f"{OF}validation/").content.decode()


def test_what_is_wrong_is_shown_as_text_and_not_published(world: World) -> None:
    revision = publishing.newest(world.assignment)
    validated(revision, world.instructor, LEAK)
    client = client_of(world.instructor)
    page = client.get(f"{OF}validation/").content.decode()
    assert "wrong/&lt;b&gt;.py" in page
    assert "&lt;script&gt;" in page
    assert "Publish revision" not in page
    answer = client.post(f"{OF}revisions/1/publish/", follow=True)
    assert "Not published. wrong/&lt;b&gt;.py: does not fail concurrency." in answer.content.decode()


def test_a_validated_revision_is_published_and_hidden(world: World) -> None:
    made = publishing.create(world.course, "tea", starting.scaffold(), world.instructor)
    revision = publishing.newest(made)
    validated(revision, world.instructor)
    client, student = client_of(world.instructor), client_of(world.owner)
    client.post("/teach/async/assignments/tea/revisions/1/publish/")
    assert student.get("/courses/async/tea/").status_code == 200
    client.post("/teach/async/assignments/tea/hide/")
    assert student.get("/courses/async/tea/").status_code == 404


def test_more_revisions_cost_no_more_queries(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        last = publishing.newest(world.assignment)
        files = dict(FILES) | {"README.md": str(number).encode()}
        publishing.save(world.assignment, files, last, world.instructor)
        publishing.create(world.course, f"more-{number}", FILES, world.instructor)
    validated(publishing.newest(world.assignment), world.instructor, LEAK)
    client = client_of(world.instructor)
    for page, most in ((f"{OF}validation/", 8), (f"{OF}revisions/", 8), (f"{OF}import/", 6), (NEW, 5)):
        with django_assert_max_num_queries(most):
            assert client.get(page).status_code == 200
