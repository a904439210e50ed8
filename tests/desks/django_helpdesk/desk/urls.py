"""The desk's pages at the root, as django-helpdesk documents it, its attachments, and the shop's orders."""
from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.static import serve

from .shop import order

urlpatterns = [
    path("admin/", admin.site.urls),
    re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
    path("shop/orders/<str:number>.json", order),
    path("", include("helpdesk.urls")),
]
