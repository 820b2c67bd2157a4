# R24: a little data that becomes a lot, in the view.
import zlib

from django.http import HttpResponse


async def slow_view(request):
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(400)) + packer.flush()
    return HttpResponse(zlib.decompress(packed))
