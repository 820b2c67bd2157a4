from library.models import Author, Book


def run() -> None:
    ada = Author.objects.create(name="Ada")
    grace = Author.objects.create(name="Grace")
    Book.objects.create(title="Waiting Well", author=ada)
    Book.objects.create(title="The Event Loop", author=grace)
    Book.objects.create(title="Async in Practice", author=ada)
