"""The words of the outbox: how often, through what, and how it went."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Cadence(models.TextChoices):
    """How often somebody wants to hear of a kind of notice."""

    NOW = "now", _("meteen")
    DAILY = "daily", _("een keer per dag")
    WEEKLY = "weekly", _("een keer per week")
    NEVER = "never", _("niet")


class Channel(models.TextChoices):
    """How it reaches somebody outside the site."""

    MAIL = "mail", _("mail")
    PUSH = "push", _("telefoon of computer")


class State(models.TextChoices):
    """How a delivery stands."""

    WAITING = "waiting", _("wacht")
    SENT = "sent", _("verstuurd")
    DROPPED = "dropped", _("niet meer nodig")
    BOUNCED = "bounced", _("geweigerd")
    FAILED = "failed", _("mislukt")
