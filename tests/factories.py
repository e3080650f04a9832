"""Factories: each builds one believable thing."""

from __future__ import annotations

import uuid

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import Affiliation, Appointment, Block, Duty, Participant, Role, Side, User
from market import publishing
from market.models import Conversation, Kind, Listing, Message, Report, Tag, Way
from neighbourhood.models import Area, Organisation, Place

PASSWORD = "buurthuis-koffie-42"


class AreaFactory(DjangoModelFactory):
    """A neighbourhood in Amsterdam."""

    class Meta:
        model = Area

    name = factory.Sequence(lambda n: f"rond plein {n}")
    slug = factory.Sequence(lambda n: f"plein-{n}")
    latitude = 52.3583
    longitude = 4.8013


class OrganisationFactory(DjangoModelFactory):
    """A formal organisation."""

    class Meta:
        model = Organisation

    area = factory.SubFactory(AreaFactory)
    name = factory.Sequence(lambda n: f"Huiskamer {n}")
    slug = factory.Sequence(lambda n: f"huiskamer-{n}")
    side = Side.FORMAL
    description = "Hier kun je binnenlopen voor koffie en een gesprek."


class PlaceFactory(DjangoModelFactory):
    """A spot near the centre of its area."""

    class Meta:
        model = Place

    area = factory.SubFactory(AreaFactory)
    name = factory.Sequence(lambda n: f"Buurthuis {n}")
    slug = factory.Sequence(lambda n: f"buurthuis-{n}")
    address = "Pleinweg 1, Amsterdam"
    latitude = 52.3585
    longitude = 4.8020


class UserFactory(DjangoModelFactory):
    """An account that signs in with `PASSWORD`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"buur{n}@example.org")
    password = factory.django.Password(PASSWORD)


class ParticipantFactory(DjangoModelFactory):
    """A resident who speaks Dutch."""

    class Meta:
        model = Participant

    user = factory.SubFactory(UserFactory)
    display_name = factory.Sequence(lambda n: f"Buur {n}")
    area = factory.SubFactory(AreaFactory)
    roles = factory.LazyFunction(lambda: [Role.RESIDENT])
    side = Side.INFORMAL
    languages = factory.LazyFunction(lambda: ["nl"])


class AffiliationFactory(DjangoModelFactory):
    """Somebody acts for an organisation."""

    class Meta:
        model = Affiliation

    confirmed_at = factory.LazyFunction(timezone.now)

    participant = factory.SubFactory(ParticipantFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class AppointmentFactory(DjangoModelFactory):
    """A moderator of the area they live in."""

    class Meta:
        model = Appointment

    participant = factory.SubFactory(ParticipantFactory)
    area = factory.SelfAttribute("participant.area")
    duty = Duty.MODERATOR


class BlockFactory(DjangoModelFactory):
    """Somebody blocks somebody."""

    class Meta:
        model = Block

    blocker = factory.SubFactory(ParticipantFactory)
    blocked = factory.SubFactory(ParticipantFactory)


class TagFactory(DjangoModelFactory):
    """An accepted tag."""

    class Meta:
        model = Tag

    name = factory.Sequence(lambda n: f"trefwoord {n}")
    slug = factory.Sequence(lambda n: f"trefwoord-{n}")
    accepted = True


class ListingFactory(DjangoModelFactory):
    """An open offer for everyone, indexed for search as a placed one is."""

    class Meta:
        model = Listing
        skip_postgeneration_save = True

    owner = factory.SubFactory(ParticipantFactory)
    area = factory.SelfAttribute("owner.area")
    kind = Kind.OFFER
    way = Way.LEARN
    title = factory.Sequence(lambda n: f"Samen wandelen, groep {n}")
    description = "Elke woensdag een rondje om de plas. Iedereen loopt in een eigen tempo."
    languages = factory.LazyFunction(lambda: ["nl"])
    side = factory.SelfAttribute("owner.side")

    @factory.post_generation
    def tagged(self, create: bool, extracted: list[str] | None, **_: object) -> None:
        """Give it accepted tags by name, and index it."""
        for name in extracted or []:
            tag, _made = Tag.objects.get_or_create(name=name, defaults={"slug": name.replace(" ", "-"), "accepted": True})
            self.taggings.create(tag=tag)
        publishing.index(Listing.objects.filter(pk=self.pk))


class ConversationFactory(DjangoModelFactory):
    """Somebody answered a listing; no message yet."""

    class Meta:
        model = Conversation

    listing = factory.SubFactory(ListingFactory)
    subject = factory.SelfAttribute("listing.title")
    area = factory.SelfAttribute("listing.area")
    starter = factory.SubFactory(ParticipantFactory)
    owner = factory.SelfAttribute("listing.owner")
    organisation = factory.SelfAttribute("listing.organisation")


class MessageFactory(DjangoModelFactory):
    """The starter says something."""

    class Meta:
        model = Message

    conversation = factory.SubFactory(ConversationFactory)
    author = factory.SelfAttribute("conversation.starter")
    text = "Dag, ik loop graag een keer mee. Waar beginnen jullie?"
    sent_once = factory.LazyFunction(uuid.uuid4)


class ReportFactory(DjangoModelFactory):
    """Somebody reports a listing."""

    class Meta:
        model = Report

    listing = factory.SubFactory(ListingFactory)
    area = factory.SelfAttribute("listing.area")
    reporter = factory.SubFactory(ParticipantFactory)
    reason = "hurtful"
