"""Addresses of the market."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
