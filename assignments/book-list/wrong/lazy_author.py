# fails: concurrency
from django.http import JsonResponse
from library.models import Book


async def book_list(request):
    books = []
    async for book in Book.objects.order_by("title"):
        books.append({"title": book.title, "author": book.author.name})
    return JsonResponse({"count": len(books), "books": books})
