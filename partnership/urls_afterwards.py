"""Addresses of what comes after a card, and of commitments and harvest wherever they come from."""

from django.urls import URLPattern, path

from accounts import views_commitments, views_harvests
from partnership import views_afterwards, views_paper

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
    path("kaarten/leeg.pdf", views_paper.blank_card, name="blank_card"),
    path("kaarten/<int:pk>/daarna/", views_paper.along, name="card_along"),
    path("kaarten/<int:pk>/kaart.pdf", views_paper.card_pdf, name="card_pdf"),
    path("kaarten/<int:pk>/kaart.txt", views_paper.card_text, name="card_text"),
    path("kaarten/<int:pk>/kaart.json", views_paper.card_json, name="card_json"),
    path("kaarten/<int:pk>/van-papier/", views_paper.from_paper, name="card_from_paper"),
    path("kaarten/<int:pk>/acties/", views_afterwards.actions, name="card_actions"),
    path("kaarten/<int:pk>/acties/<int:number>/oppakken/", views_afterwards.take_on, name="take_on_action"),
    path("kaarten/<int:pk>/acties/<int:number>/weg/", views_afterwards.withdraw_action, name="withdraw_action"),
    path("kaarten/<int:pk>/acties/<int:number>/afsluiten/", views_afterwards.close_action, name="close_action"),
    path("kaarten/<int:pk>/terugkijken/", views_afterwards.reviews, name="card_reviews"),
    path("kaarten/<int:pk>/terugkijken/<int:number>/", views_afterwards.look_back, name="look_back"),
    path("kaarten/<int:pk>/terugkijken/<int:number>/afronden/", views_afterwards.hold_review, name="hold_review"),
    path("kaarten/<int:pk>/terugkijken/<int:number>/weg/", views_afterwards.drop_review, name="drop_review"),
    path("kaarten/<int:pk>/opnieuw/", views_afterwards.start_over, name="start_over"),
    path("kaarten/<int:pk>/vieren/", views_afterwards.celebrate, name="celebrate"),
    path("kaarten/<int:pk>/bewaren/", views_afterwards.keep_case, name="keep_case"),
]
