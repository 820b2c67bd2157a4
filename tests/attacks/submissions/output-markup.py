# O6: HTML, scripts, Markdown and formulas for the page of the report.
MARKUP = "</code></pre><script>alert(1)</script><img src=x onerror=alert(1)>'\"`![x](javascript:alert(1))\n=cmd|' /C calc'!A0"


async def slow_view(request):
    raise ValueError(MARKUP)
