from asgiref.sync import sync_to_async
from django.http import JsonResponse
from library.models import Book


def read_books():
    return [{"title": book.title, "author": book.author.name} for book in Book.objects.order_by("title")]


async def book_list(request):
    books = await sync_to_async(read_books)()
    return JsonResponse({"count": len(books), "books": books})
