"""Addresses of partnership cards; every number after a card's is of something on it."""

from django.urls import URLPattern, path

from partnership.views import about, gathering, people, settling, table, writing

STEP, THING = "<int:pk>/stap/<int:number>/", "<int:pk>"

urlpatterns: list[URLPattern] = [
    path("", gathering.cards, name="cards"),
    path("begin/", gathering.begin_card, name="begin_card"),
    path("mee/", gathering.enter_code, name="enter_code"),
    path("mee/<slug:code>/", gathering.join_card, name="join_card"),
    path("gast/<str:secret>/", gathering.guest_link, name="guest_link"),
    path("uitnodiging/<int:pk>/", gathering.card_invitation, name="card_invitation"),
    # The card
    path("<int:pk>/", table.card, name="card"),
    path("<int:pk>/scherm/", table.screen, name="card_screen"),
    path("<int:pk>/hier/", table.here, name="card_here"),
    path("<int:pk>/concept/", table.keep_draft, name="card_draft"),
    # Its steps
    path(f"{STEP}schrijven/", writing.write_note, name="write_note"),
    path(f"{STEP}briefjes/", writing.card_notes, name="card_notes"),
    path(f"{STEP}verder/", settling.move_step, name="move_step"),
    path(f"{STEP}heropenen/", settling.reopen_step, name="reopen_step"),
    path(f"{STEP}voorstellen/", settling.propose, name="propose"),
    # Notes
    path(f"{THING}/briefje/<int:number>/", writing.note, name="card_note"),
    path(f"{THING}/briefje/<int:number>/deel/", table.note_part, name="note_part"),
    path(f"{THING}/briefje/<int:number>/wijzigen/", writing.rewrite_note, name="rewrite_note"),
    path(f"{THING}/briefje/<int:number>/terug/", writing.note_back, name="note_back"),
    path(f"{THING}/briefje/<int:number>/zeggen/", writing.say_to_note, name="say_to_note"),
    path(f"{THING}/briefje/<int:number>/leggen/", writing.put_note, name="put_note"),
    path(f"{THING}/gezegd/<int:number>/terug/", writing.remark_back, name="remark_back"),
    path(f"{THING}/groepje/<int:number>/", writing.retitle_cluster, name="retitle_cluster"),
    # Proposals
    path(f"{THING}/voorstel/<int:number>/", settling.proposal, name="proposal"),
    path(f"{THING}/voorstel/<int:number>/terug/", settling.proposal_back, name="proposal_back"),
    path(f"{THING}/voorstel/<int:number>/antwoord/", settling.answer_proposal, name="answer_proposal"),
    # Who sits around it
    path("<int:pk>/mensen/", people.card_people, name="card_people"),
    path("<int:pk>/code/", people.card_code, name="card_code"),
    path("<int:pk>/code.svg", people.card_qr, name="card_qr"),
    path("<int:pk>/weg/", people.leave_card, name="leave_card"),
    path("<int:pk>/manier/", people.card_mode, name="card_mode"),
    path("<int:pk>/tijd/", people.card_timer, name="card_timer"),
    path(f"{THING}/vragen/<int:number>/", people.invite_to_card, name="invite_to_card"),
    path(f"{THING}/niet-vragen/<int:number>/", people.uninvite, name="uninvite"),
    path(f"{THING}/mensen/<int:number>/leiden/", people.hand_over_card, name="hand_over_card"),
    path(f"{THING}/mensen/<int:number>/weg/", people.send_away, name="send_away"),
    path(f"{THING}/mensen/<int:number>/later/", people.look_later, name="look_later"),
    path(f"{THING}/mensen/<int:number>/woord/", people.ask_for_word, name="ask_for_word"),
    # Around it
    path("<int:pk>/verwachtingen/", about.card_expectations, name="card_expectations"),
    path(f"{THING}/verwachtingen/<int:number>/terug/", about.expectation_back, name="expectation_back"),
    path("<int:pk>/casus/", about.card_case, name="card_case"),
    path("<int:pk>/geschiedenis/", about.card_history, name="card_history"),
    path("<int:pk>/inzage/", about.card_readings, name="card_readings"),
]
