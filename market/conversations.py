"""Conversations: the private thread that an answer to a listing opens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Affiliation, Participant
from market.listings import Listing
from neighbourhood.models import Area, Organisation

if TYPE_CHECKING:
    from django.db.models.query import QuerySet


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ConversationQuerySet(models.QuerySet["Conversation"]):
    """Who reads along: the two, and the organisation's people when it answers for one."""

    def visible_to(self, viewer: Participant | None) -> ConversationQuerySet:
        """Conversations that `viewer` takes part in."""
        if viewer is None:
            return self.none()
        colleagues = Affiliation.objects.filter(participant=viewer).values("organisation")
        return self.filter(Q(starter=viewer) | Q(owner=viewer) | Q(organisation__in=colleagues))

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
        news = Message.objects.filter(
            conversation=OuterRef("pk"), hidden_at=None, pk__gt=Coalesce(Subquery(seen), 0)
        ).exclude(author=viewer)
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
    def topic(self) -> str:
        """Name under which its changes are told live."""
        return f"conversation:{self.pk}"

    @property
    def cursor(self) -> str:
        """Where it stands in a list, for an address."""
        return f"{int((self.latest_at - EPOCH) / timedelta(microseconds=1))}.{self.pk}"

    def people(self) -> QuerySet[Participant]:
        """Everybody who reads along."""
        return Participant.objects.filter(
            Q(pk__in=[self.starter_id, self.owner_id]) | Q(affiliation__organisation=self.organisation_id)
        ).distinct()


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages follow their conversation; a hidden one shows to its author, with the reason."""

    def visible_to(self, viewer: Participant | None) -> MessageQuerySet:
        """What `viewer` may read, in order."""
        mine = Conversation.objects.visible_to(viewer)
        return self.filter(Q(hidden_at=None) | Q(author=viewer), conversation__in=mine).order_by("pk")


class Message(models.Model):
    """One thing somebody said in a conversation."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="messages", verbose_name=_("gesprek")
    )
    author = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="messages", verbose_name=_("wie"))
    text = models.TextField(_("bericht"), max_length=4000)
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
