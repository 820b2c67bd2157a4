from django.http import JsonResponse
from library.models import Book


async def book_list(request):
    books = []
    # Collect the title and the author's name of each book.
    return JsonResponse({"count": 0, "books": books})
