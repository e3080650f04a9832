"""Addresses about people."""

from django.urls import URLPattern, path

from accounts import views, views_portrait

urlpatterns: list[URLPattern] = [
    path("voorstellen/", views.introduce_yourself, name="introduce_yourself"),
    path("instellingen/", views.change_settings, name="settings"),
    path("zelfportret/", views_portrait.self_portrait, name="self_portrait"),
    path("taal/", views.choose_language, name="choose_language"),
]
