"""What is said of things done for somebody around meetings (see `accounts.standing_in`)."""

from django.utils.translation import gettext_lazy as _

from accounts import standing_in

standing_in.acts.update(
    {
        "sign_up": _("op een bijeenkomst geantwoord"),
        "sign_off": _("iemand voor een bijeenkomst afgemeld"),
        "invite": _("iemand voor een bijeenkomst uitgenodigd"),
        "revoke_invitation": _("een uitnodiging ingetrokken"),
        "sign_in_at_door": _("gezegd bij een bijeenkomst te zijn"),
        "mark_present": _("opgeschreven wie er was"),
        "walk_in": _("iemand binnengelaten"),
        "settle_attendance": _("vastgesteld wie er was"),
    }
)
