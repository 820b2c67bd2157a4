# O6: HTML, scripts, Markdown and formulas as the answer.
import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("</code></pre><script>alert(1)</script><img src=x onerror=alert(1)>'\"`\n=cmd|' /C calc'!A0")
