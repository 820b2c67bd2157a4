from django.db.models import F
from django.http import JsonResponse
from library.models import Book


async def book_list(request):
    rows = Book.objects.order_by("title").values("title", name=F("author__name"))
    books = [{"title": row["title"], "author": row["name"]} async for row in rows]
    return JsonResponse({"count": len(books), "books": books})
