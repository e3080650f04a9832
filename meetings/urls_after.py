"""Addresses of what comes after a meeting."""

from django.urls import path

from meetings import views_after, views_looking_back, views_reports, views_streams

urlpatterns = [
    path("bijeenkomsten/<int:pk>/meenemen/", views_after.reflect, name="reflect"),
    path("bijeenkomsten/<int:pk>/polsslag/", views_after.answer_pulse, name="answer_pulse"),
    path("bijeenkomsten/<int:pk>/verslag/", views_reports.report, name="meeting_report"),
    path("bijeenkomsten/<int:pk>/verslag/schrijven/", views_reports.write, name="write_report"),
    path("bijeenkomsten/<int:pk>/verslag/foto/", views_reports.add_photo, name="add_meeting_photo"),
    path("bijeenkomsten/<int:pk>/afspraken/", views_reports.commit, name="commit_at_meeting"),
    path("bijeenkomsten/<int:pk>/oogst/", views_reports.celebrate, name="celebrate_at_meeting"),
    path("bijeenkomsten/afspraken/<int:pk>/ja/", views_reports.accept, name="accept_meeting_commitment"),
    path("bijeenkomsten/afspraken/<int:pk>/nee/", views_reports.decline, name="decline_meeting_commitment"),
    path("bijeenkomsten/afspraken/<int:pk>/klaar/", views_reports.close, name="close_meeting_commitment"),
    path("bijeenkomsten/fotos/<int:pk>/", views_reports.photo, name="meeting_photo"),
    path("bijeenkomsten/fotos/<int:pk>/ja/", views_reports.agree_to_photo, name="agree_to_photo"),
    path("bijeenkomsten/fotos/<int:pk>/weg/", views_reports.take_photo_away, name="take_photo_away"),
    path("mijn/meegenomen/", views_after.my_thoughts, name="my_thoughts"),
    path("mijn/meegenomen/<uuid:mark>/", views_after.say_who_reads, name="say_who_reads"),
    path("citaten/<uuid:mark>/opzij/", views_after.set_aside, name="set_quote_aside"),
    path("trajecten/<int:pk>/terugblik/", views_looking_back.looking_back, name="looking_back"),
    path("trajecten/<int:pk>/verder/", views_looking_back.anchor, name="anchor_trajectory"),
    path("zijstromen/", views_streams.streams, name="side_streams"),
    path("zijstromen/beginnen/", views_streams.start, name="start_side_stream"),
    path("zijstromen/<int:pk>/", views_streams.stream, name="side_stream"),
    path("zijstromen/<int:pk>/wijzigen/", views_streams.change, name="change_side_stream"),
    path("zijstromen/<int:pk>/meedoen/", views_streams.join, name="join_side_stream"),
    path("zijstromen/<int:pk>/weg/", views_streams.leave, name="leave_side_stream"),
    path("zijstromen/<int:pk>/klaar/", views_streams.finish, name="finish_side_stream"),
]
