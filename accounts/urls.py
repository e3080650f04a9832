"""Addresses about people. Those under names of allauth stand in front of its own."""

from allauth.account.views import password_set
from django.urls import URLPattern, path
from django.views.generic import RedirectView

from accounts import (
    entrance_views,
    mydata_views,
    views,
    views_beginning,
    views_portrait,
    views_profile,
    views_stamps,
    views_standing,
)
from accounts.proving import proven_again

urlpatterns: list[URLPattern] = [
    path("voorstellen/", views.introduce_yourself, name="introduce_yourself"),
    path("instellingen/", views.change_settings, name="settings"),
    path("zelfportret/", views_portrait.self_portrait, name="self_portrait"),
    path("instellingen/breng/", views_profile.bring, name="what_i_bring"),
    path("instellingen/organisaties/", views_profile.my_organisations, name="my_organisations"),
    path("instellingen/organisaties/<int:pk>/weg/", views_profile.leave_organisation, name="leave_organisation"),
    path("instellingen/wie-ziet-wat/", views_profile.who_sees_what, name="who_sees_what"),
    path("begin/", views_beginning.go_on, name="go_on_beginning"),
    path("begin/zelfportret/", views_beginning.portrait, name="begin_portrait"),
    path("begin/laat-maar/", views_beginning.dismiss, name="dismiss_beginning"),
    path("voor-mij-gedaan/", views_standing.done_for_me, name="done_for_me"),
    path("namens/stop/", views_standing.stop, name="stop_standing_in"),
    path("overnemen/", views_standing.take_over, name="take_over"),
    path("overnemen/code/", views_standing.prove, name="prove_take_over"),
    path("overnemen/<str:code>/", views_standing.scan, name="scan_letter"),
    path("stempels/<int:pk>/verbergen/", views_stamps.hide, name="hide_stamp"),
    path("stempels/<int:pk>/tonen/", views_stamps.show, name="show_stamp"),
    path("stempels/<int:pk>/afwijzen/", views_stamps.decline, name="decline_stamp"),
    path("stempels/<int:pk>/toch/", views_stamps.take, name="take_stamp"),
    path("taal/", views.choose_language, name="choose_language"),
    # One's own data
    path("gegevens/", mydata_views.my_data, name="my_data"),
    path("gegevens/kopie/", mydata_views.ask_copy, name="ask_copy"),
    path("gegevens/kopie/<int:pk>/", mydata_views.fetch_copy, name="fetch_copy"),
    path("gegevens/weg/", mydata_views.leave, name="leave"),
    path("gegevens/blijven/", mydata_views.stay, name="stay"),
    path("akkoord/", mydata_views.agree, name="agree"),
    path("teksten/<slug:name>/", mydata_views.document, name="document"),
    # Signing in
    path("ben-jij-het/", entrance_views.prove_by_mail, name="prove_by_mail"),
    path("sessions/", entrance_views.own_sessions, name="usersessions_list"),
    path("password/set/", proven_again(password_set), name="account_set_password"),
    path("2fa/webauthn/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("2fa/recovery-codes/download/", entrance_views.download_codes, name="mfa_download_recovery_codes"),
]
