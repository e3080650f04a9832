"""Addresses of notices."""

from django.urls import URLPattern, path

from notifications import views

urlpatterns: list[URLPattern] = [
    path("voor-jou/", views.notices, name="notices"),
    path("voor-jou/nieuw/", views.unread, name="unread_notices"),
    path("voor-jou/kiezen/", views.preferences, name="notice_preferences"),
    path("voor-jou/apparaat/", views.push_on, name="push_on"),
    path("voor-jou/apparaat/uit/", views.push_off, name="push_off"),
    path("geen-mail/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("seintje.js", views.service_worker, name="service_worker"),
]
