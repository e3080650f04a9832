"""What is said of things done for somebody on the market (see `accounts.standing_in`)."""

from django.utils.translation import gettext_lazy as _

from accounts import standing_in

standing_in.acts.update(
    {
        "answer": _("op iets gereageerd"),
        "begin_listing": _("een eerste aanbod of vraag begonnen"),
        "block_person": _("iemand geblokkeerd"),
        "change_listing": _("aanbod of vraag gewijzigd"),
        "conversation": _("een bericht geschreven"),
        "delete_listing": _("aanbod of vraag weggehaald"),
        "drop_draft": _("een concept weggegooid"),
        "finish_listing": _("aanbod of vraag afgerond"),
        "forget_search": _("een zoekvraag weggehaald"),
        "object_to_hiding": _("bezwaar gemaakt"),
        "open_search": _("een zoekvraag bekeken"),
        "pause_listing": _("aanbod of vraag op pauze gezet"),
        "place_listing": _("iets op de markt gezet"),
        "renew_listing": _("aanbod of vraag verlengd"),
        "report_listing": _("gemeld dat er iets niet klopt"),
        "report_message": _("een bericht gemeld"),
        "report_person": _("iemand gemeld"),
        "resume_listing": _("aanbod of vraag weer op de markt gezet"),
        "save_draft": _("aan een concept geschreven"),
        "save_search": _("een zoekvraag bewaard"),
        "unblock_person": _("een blokkade weggehaald"),
        "undelete_listing": _("aanbod of vraag teruggehaald"),
    }
)
