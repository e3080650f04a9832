"""The address under which somebody's own calendar fetches their meetings: made when asked for, and revocable."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import Participant

SALT = "calendar"


class CalendarFeed(models.Model):
    """One address at a time per person. The row holds no address: only a mark, which the signed address must bear."""

    participant = models.OneToOneField(
        "accounts.Participant", on_delete=models.CASCADE, related_name="calendar_feed", verbose_name=_("van wie")
    )
    mark = models.UUIDField(default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField(_("gemaakt"), default=timezone.now)

    class Meta:
        verbose_name = _("agenda-adres")
        verbose_name_plural = _("agenda-adressen")

    def __str__(self) -> str:
        """Number only."""
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def address(self) -> str:
        """Where a calendar fetches it; whoever knows it may read, so only its person sees it."""
        token = signing.Signer(salt=SALT).sign_object([self.participant_id, self.mark.hex])
        return f"{settings.SITE_ADDRESS}{reverse('calendar_feed', args=[token])}"


def renew(*, by: Participant) -> CalendarFeed:
    """Make an address; one that was there stops working."""
    feed, _new = CalendarFeed.objects.update_or_create(participant=by, defaults={"mark": uuid.uuid4(), "made_at": timezone.now()})
    return feed


def revoke(*, by: Participant) -> None:
    """Have no address any more."""
    CalendarFeed.objects.filter(participant=by).delete()


def reader(token: str) -> Participant | None:
    """Return whose calendar an address fetches; None when it isn't ours, was revoked, or its person can't sign in."""
    from accounts.models import Participant as People

    try:
        number, mark = signing.Signer(salt=SALT).unsign_object(token)
        marked = uuid.UUID(mark)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    person = People.objects.present().filter(user__is_active=True, calendar_feed__mark=marked, pk=number)
    return person.select_related("area").first()
