"""Addresses of meetings: each part lists its own."""

from django.urls import URLPattern, URLResolver, path

from meetings import urls_after, urls_groups, urls_signup, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("wijk/<slug:slug>/bijeenkomsten/", views.meetings, name="meetings"),
    path("wijk/<slug:slug>/bijeenkomsten/agenda.ics", views.area_calendar, name="area_calendar"),
    path("bijeenkomsten/<int:pk>/", views.meeting, name="meeting"),
    path("bijeenkomsten/<int:pk>/agenda.ics", views.meeting_calendar, name="meeting_calendar"),
    path("trajecten/<int:pk>/", views.trajectory, name="trajectory"),
    path("trajecten/<int:pk>/brief/", views.letter, name="employer_letter"),
    path("mijn/agenda/", views.my_calendar, name="my_calendar"),
    path("mijn/agenda/nieuw/", views.renew_calendar, name="renew_calendar"),
    path("mijn/agenda/weg/", views.revoke_calendar, name="revoke_calendar"),
    path("agenda/<str:token>/bijeenkomsten.ics", views.calendar_feed, name="calendar_feed"),
    *urls_signup.urlpatterns,
    *urls_groups.urlpatterns,
    *urls_after.urlpatterns,
]
