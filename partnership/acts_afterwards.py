"""What is said of things done for somebody after a card, and of commitments and harvest (see `accounts.standing_in`)."""

from django.utils.translation import gettext_lazy as _

from accounts import standing_in

standing_in.acts.update(
    {
        "accept_commitment": _("iets op zich genomen"),
        "decline_commitment": _("nee gezegd op een vraag"),
        "close_commitment": _("een afspraak afgesloten"),
        "change_commitment": _("een afspraak veranderd"),
        "reopen_commitment": _("een afspraak weer geopend"),
        "name_me": _("een naam bij de oogst gezet of weggehaald"),
        "take_back_harvest": _("iets uit de oogst teruggenomen"),
        "celebrate": _("iets verteld voor de oogst"),
        "card_actions": _("een actie op een kaart gezet"),
        "take_on_action": _("een actie van een kaart op zich genomen"),
        "withdraw_action": _("een actie van een kaart weggehaald"),
        "close_action": _("een actie van een kaart afgesloten"),
        "card_reviews": _("een dag gekozen om terug te kijken op een kaart"),
        "look_back": _("teruggekeken op een kaart"),
        "hold_review": _("een terugblik afgerond"),
        "drop_review": _("een dag om terug te kijken weggehaald"),
        "start_over": _("een kaart opnieuw begonnen"),
        "card_from_paper": _("een kaart van papier overgenomen"),
        "keep_case": _("gekozen hoe lang een casus bewaard blijft"),
    }
)
