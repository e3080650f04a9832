"""Addresses of what comes after a card, and of commitments and harvest wherever they come from."""

from django.urls import URLPattern, path

from accounts import views_commitments, views_harvests

urlpatterns: list[URLPattern] = [
    path("afspraken/", views_commitments.commitments, name="commitments"),
    path("afspraken/<int:pk>/ja/", views_commitments.accept, name="accept_commitment"),
    path("afspraken/<int:pk>/nee/", views_commitments.decline, name="decline_commitment"),
    path("afspraken/<int:pk>/afsluiten/", views_commitments.close, name="close_commitment"),
    path("afspraken/<int:pk>/anders/", views_commitments.change, name="change_commitment"),
    path("afspraken/<int:pk>/terug/", views_commitments.reopen, name="reopen_commitment"),
    path("oogst/", views_harvests.harvests, name="harvests"),
    path("oogst/<int:pk>/noem-mij/", views_harvests.name_me, name="name_me"),
    path("oogst/<int:pk>/terug/", views_harvests.take_back, name="take_back_harvest"),
]
