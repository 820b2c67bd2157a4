from django.http import HttpResponse


# Write your asynchronous view here.
def hello(request): ...
