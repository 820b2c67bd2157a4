# fails: signature
from django.http import JsonResponse
from library.models import Book


def book_list(request):
    rows = Book.objects.select_related("author").order_by("title")
    books = [{"title": book.title, "author": book.author.name} for book in rows]
    return JsonResponse({"count": len(books), "books": books})
