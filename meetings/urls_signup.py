"""Addresses of signing up: the answer, invitations, the door."""

from __future__ import annotations

from django.urls import URLPattern, path

from meetings import views_door, views_inviting, views_signup

MEETING = "bijeenkomsten/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("mijn/bijeenkomsten/", views_signup.my_meetings, name="my_meetings"),
    path(f"{MEETING}aanmelden/", views_signup.sign_up, name="sign_up"),
    path(f"{MEETING}aanmelden/gast/", views_inviting.ask_link, name="sign_up_guest"),
    path(f"{MEETING}plekken/<int:seat>/afmelden/", views_signup.sign_off, name="sign_off"),
    # Invitations
    path(f"{MEETING}uitnodigen/", views_inviting.invite, name="invite"),
    path("uitnodiging/", views_inviting.type_code, name="type_invitation_code"),
    path("uitnodiging/code/<str:code>/", views_inviting.scan, name="scan_invitation"),
    path("uitnodiging/papier/", views_inviting.on_paper, name="paper_invitation"),
    path("uitnodiging/plek/<str:token>/", views_inviting.seat_by_link, name="seat_by_link"),
    path("uitnodiging/<int:pk>/intrekken/", views_inviting.revoke, name="revoke_invitation"),
    path("uitnodiging/<str:token>/", views_inviting.invitation, name="invitation"),
    # The door
    path(f"{MEETING}deur/", views_door.door, name="door"),
    path(f"{MEETING}deur/code/", views_door.door_code, name="door_code"),
    path(f"{MEETING}deur/lijst/", views_door.door_list, name="door_list"),
    path(f"{MEETING}deur/naamkaartjes/", views_door.name_tags, name="name_tags"),
    path(f"{MEETING}deur/binnen/", views_door.walk_in, name="walk_in"),
    path(f"{MEETING}deur/klaar/", views_door.settle, name="settle_attendance"),
    path(f"{MEETING}deur/<int:seat>/", views_door.mark, name="mark_present"),
    path(f"{MEETING}aanwezig/<str:code>/", views_door.sign_in, name="sign_in_at_door"),
]
