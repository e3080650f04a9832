"""Kinds of meetings, and who may see that one is held."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MeetingKind(models.TextChoices):
    """What a meeting is; the first five belong to a trajectory (source: appendix I, "Kader")."""

    PREPARATORY = "preparatory", _("voorbereidende bijeenkomst")
    LUNCH = "lunch", _("lunchbijeenkomst")
    PREPARATION = "preparation", _("voorbereiding met het groepje")
    GUIDE = "guide", _("voorbereiding van de handreiking")
    CLOSING = "closing", _("slotpresentatie")
    TRAINING = "training", _("training")
    TABLE = "table", _("wijktafel")
    ACTIVITY = "activity", _("activiteit")


IN_TRAJECTORY = (
    MeetingKind.PREPARATORY,
    MeetingKind.LUNCH,
    MeetingKind.PREPARATION,
    MeetingKind.GUIDE,
    MeetingKind.CLOSING,
)
ALONE = (MeetingKind.TRAINING, MeetingKind.TABLE, MeetingKind.ACTIVITY)


class MeetingAudience(models.TextChoices):
    """Who may see that a meeting is held."""

    EVERYONE = "everyone", _("iedereen")
    MEMBERS = "members", _("leden")
    INVITED = "invited", _("wie uitgenodigd is of meedoet")
