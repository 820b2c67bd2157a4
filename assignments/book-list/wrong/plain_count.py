# fails: concurrency
from django.http import JsonResponse
from library.models import Book


async def book_list(request):
    rows = Book.objects.select_related("author").order_by("title")
    books = [{"title": book.title, "author": book.author.name} async for book in rows]
    return JsonResponse({"count": rows.all().count(), "books": books})
