"""Every address of the site."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from accounts import views_directory, views_portrait
from kennismarkt import errors, health, styleguide

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("beheer/", admin.site.urls),
    path("account/", include("accounts.urls")),
    path("deelnemers/<int:pk>/portret/", views_portrait.picture, name="portrait_picture"),
    path("account/", include("allauth.urls")),
    path("deelnemers/", views_directory.directory, name="directory"),
    path("", include("notifications.urls")),
    path("", include("meetings.urls")),
    path("", include("partnership.urls_afterwards")),
    path("kaarten/", include("partnership.urls")),
    path("", include("market.urls")),
]

if settings.DEBUG or settings.STYLE_GUIDE:
    urlpatterns.insert(0, path("stijlgids/", styleguide.style_guide, name="style_guide"))

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.not_found
handler500 = errors.server_error
