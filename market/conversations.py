"""Conversations: the private thread that an answer to a listing opens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Affiliation, Block, Participant
from market.listings import Listing
from neighbourhood.models import Area, Organisation

if TYPE_CHECKING:
    from django.db.models.query import QuerySet


LONGEST_MESSAGE = 4000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ConversationQuerySet(models.QuerySet["Conversation"]):
    """Who reads along: the two, and the organisation's people when it answers for one."""

    def visible_to(self, viewer: Participant | None) -> ConversationQuerySet:
        """Conversations that `viewer` takes part in.

        What an organisation was asked belongs to its people of today: who left no longer reads it, also who placed
        the listing; a colleague who is apart from the starter by a block doesn't either.
        """
        if viewer is None:
            return self.none()
        mine = Affiliation.objects.organisations_of(viewer)
        owner = Q(owner=viewer) & (Q(organisation=None) | Q(organisation__in=mine))
        colleague = Q(organisation__in=mine) & ~Block.objects.apart_from(viewer, "starter")
        return self.filter(Q(starter=viewer) | owner | colleague)

    def after(self, cursor: str) -> ConversationQuerySet:
        """Those that come after `cursor` in the list, the latest first (all when there is no cursor)."""
        if not cursor:
            return self
        number, pk = (int(part) for part in cursor.split("."))
        moment = EPOCH + timedelta(microseconds=min(number, 10**17))
        return self.filter(Q(latest_at__lt=moment) | Q(latest_at=moment, pk__lt=pk))

    def unread_by(self, viewer: Participant | None) -> ConversationQuerySet:
        """Those of `viewer` in which somebody else wrote something that `viewer` hasn't seen."""
        seen = ReadMark.objects.filter(conversation=OuterRef(OuterRef("pk")), reader=viewer).values("upto")
        news = Message.objects.filter(conversation=OuterRef("pk"), hidden_at=None, pk__gt=Coalesce(Subquery(seen), 0)).exclude(
            author=viewer
        )
        return self.visible_to(viewer).filter(Exists(news))


class Conversation(models.Model):
    """Between who answered and who placed the listing (or the people of the organisation it was placed for)."""

    listing = models.ForeignKey(
        Listing, on_delete=models.SET_NULL, null=True, related_name="conversations", verbose_name=_("waarover")
    )
    subject = models.CharField(_("onderwerp"), max_length=80)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("wijk"))
    starter = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="conversations_started", verbose_name=_("wie reageerde")
    )
    owner = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="conversations_received", verbose_name=_("aan wie")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("namens organisatie")
    )
    opened_at = models.DateTimeField(_("begonnen"), default=timezone.now)
    latest_at = models.DateTimeField(_("laatste bericht"), default=timezone.now)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("gesprek")
        verbose_name_plural = _("gesprekken")
        ordering = ("-latest_at", "-pk")
        indexes = (
            models.Index(fields=("starter", "-latest_at"), name="conversation_of_starter"),
            models.Index(fields=("owner", "-latest_at"), name="conversation_of_owner"),
        )
        constraints = (
            models.UniqueConstraint(fields=("listing", "starter"), name="one_conversation_per_answer"),
            models.CheckConstraint(condition=~Q(starter=models.F("owner")), name="nobody_answers_themselves"),
        )

    def __str__(self) -> str:
        """What it is about."""
        return self.subject

    def get_absolute_url(self) -> str:
        """Address of the thread."""
        return reverse("conversation", args=[self.pk])

    @property
    def title(self) -> str:
        """What it is about, as the listing was called when it was answered; not when a moderator hid that."""
        hidden = self.listing is not None and self.listing.hidden_at is not None
        return str(_("Verborgen door een moderator")) if hidden else self.subject

    @property
    def latest(self) -> datetime:
        """When something was last said, in the area's own time."""
        return self.latest_at.astimezone(ZoneInfo(self.area.time_zone))

    @property
    def topic(self) -> str:
        """Name under which its changes are told live."""
        return f"conversation:{self.pk}"

    @property
    def cursor(self) -> str:
        """Where it stands in a list, for an address."""
        return f"{int((self.latest_at - EPOCH) / timedelta(microseconds=1))}.{self.pk}"

    def other_than(self, viewer: Participant) -> Participant:
        """The person on the other side of `viewer`."""
        return self.owner if viewer.pk == self.starter_id else self.starter

    def speaks_for(self, viewer: Participant) -> Organisation | None:
        """The organisation that `viewer` talks with, if they talk with one."""
        return self.organisation if viewer.pk == self.starter_id else None

    def people(self) -> QuerySet[Participant]:
        """Everybody who may read along, and perhaps somebody who no longer does; they are told that there is news only."""
        acting = Affiliation.objects.confirmed().filter(organisation=self.organisation_id).values("participant")
        return Participant.objects.filter(Q(pk__in=[self.starter_id, self.owner_id]) | Q(pk__in=acting))


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages follow their conversation; a hidden one shows to its author, with the reason."""

    def visible_to(self, viewer: Participant | None) -> MessageQuerySet:
        """What `viewer` may read, in order."""
        mine = Conversation.objects.visible_to(viewer)
        return self.filter(Q(hidden_at=None) | Q(author=viewer), conversation__in=mine).order_by("pk")


class Message(models.Model):
    """One thing somebody said in a conversation."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages", verbose_name=_("gesprek"))
    author = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="messages", verbose_name=_("wie"))
    text = models.TextField(_("bericht"), max_length=LONGEST_MESSAGE)
    sent_at = models.DateTimeField(_("verstuurd"), default=timezone.now)
    hidden_at = models.DateTimeField(_("verborgen sinds"), null=True, blank=True)
    sent_once = models.UUIDField(_("formulier"), editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("bericht")
        verbose_name_plural = _("berichten")
        ordering = ("pk",)
        indexes = (models.Index(fields=("author", "sent_at"), name="message_pace_of_author"),)
        constraints = (models.UniqueConstraint(fields=("author", "sent_once"), name="message_sent_once"),)

    def __str__(self) -> str:
        """Number only: what people write to each other stays between them."""
        return str(_("bericht {number}")).format(number=self.pk)


class ReadMark(models.Model):
    """How far somebody has read a conversation."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="read_marks")
    reader = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    upto = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("conversation", "reader"), name="read_mark_once"),)

    def __str__(self) -> str:
        """Who read to where."""
        return f"{self.reader_id}: {self.upto}"
