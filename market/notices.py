"""What the market tells people: answers and messages, what expires, what is new, what moderators did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Participant
from market import answering, expiring, keeping
from market.conversations import Conversation
from market.example import notices as example
from market.listings import Kind, Listing
from market.moderation import Hiding, Report
from market.saved import SavedSearch
from notifications import kinds
from notifications.choices import Cadence
from notifications.kinds import Told, Words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

MARKET, NEIGHBOURHOOD, MODERATION = gettext_lazy("Markt"), gettext_lazy("Wijk"), gettext_lazy("Moderatie")
MOST_TITLES = 8


def with_news(person: Participant, numbers: Collection[int]) -> Mapping[int, Conversation]:
    """Return the conversations in which there is something that `person` hasn't read."""
    mine = Conversation.objects.unread_by(person).select_related("starter", "owner", "organisation", "listing")
    return mine.in_bulk(numbers)


def answered_by_mail(number: int, person: Participant, text: str, once: UUID) -> None:
    """Say in a conversation what somebody mailed back."""
    conversation = Conversation.objects.visible_to(person).select_related("starter__user", "owner__user").get(pk=number)
    answering.send(conversation, by=person, text=text, sent_once=once)


def who_and_what(told: Told) -> tuple[str, ...]:
    """Return who is on the other side, and what it is about; what they wrote is read on the site."""
    conversation = told.thing
    organisation = conversation.speaks_for(told.person)
    name = organisation.name if organisation else conversation.other_than(told.person).display_name
    return (f"{name} · {conversation.title_for(told.person)}",)


@kinds.told(
    "market.answer",
    title=gettext_lazy("Iemand reageert op wat jij plaatste"),
    group=MARKET,
    things=with_news,
    shown=False,
    reply=answered_by_mail,
    example=example.conversation,
    screen=gettext_lazy("Iemand reageert op wat jij plaatste."),
)
def answer(told: Told) -> Words:
    """Somebody answered a listing."""
    link = told.thing.get_absolute_url()
    return Words(_("Iemand reageert op wat jij plaatste"), quotes=who_and_what(told), link=link, button=_("Lees de reactie"))


@kinds.told(
    "market.message",
    title=gettext_lazy("Nieuwe berichten in je gesprekken"),
    group=MARKET,
    things=with_news,
    shown=False,
    reply=answered_by_mail,
    example=example.conversation,
    screen=gettext_lazy("Je hebt een bericht."),
)
def message(told: Told) -> Words:
    """Somebody wrote in a conversation."""
    title = ngettext("Je hebt een bericht", "Je hebt %(number)d berichten", told.times) % {"number": told.times}
    return Words(title, quotes=who_and_what(told), link=told.thing.get_absolute_url(), button=_("Lees het gesprek"))


def own_listings(person: Participant, numbers: Collection[int]) -> Mapping[int, Listing]:
    """Return what `person` placed and still wants."""
    return Listing.objects.filter(owner=person, deleted_at=None, done_at=None, hidden_at=None).in_bulk(numbers)


@kinds.told(
    expiring.KIND,
    title=gettext_lazy("Jouw aanbod of vraag verloopt bijna"),
    group=MARKET,
    things=own_listings,
    example=example.listing,
    screen=gettext_lazy("Iets van jou verloopt bijna."),
)
def expires(told: Told) -> Words:
    """A listing comes to its end; one click keeps it."""
    return Words(
        _("Jouw aanbod of vraag verloopt bijna"),
        _("Klopt het nog? Met één klik blijft het weer drie maanden staan. Anders gaat het vanzelf van de markt."),
        quotes=(told.thing.title,),
        link=expiring.renewal_link(told.thing),
        button=_("Laat het staan"),
    )


def of_writer(person: Participant, numbers: Collection[int]) -> Mapping[int, Hiding]:
    """Return why something of `person` was hidden."""
    return Hiding.objects.of(person).in_bulk(numbers)


@kinds.told(
    "market.hidden",
    title=gettext_lazy("Iets van jou is verborgen"),
    group=MODERATION,
    things=of_writer,
    owed=True,
    example=example.hiding,
)
def hidden(told: Told) -> Words:
    """A moderator hid something."""
    return Words(
        _("Iets wat je schreef is verborgen"),
        "\n".join(
            [
                _("Een moderator van je wijk heeft iets verborgen wat je schreef. Anderen zien het nu niet."),
                _("Reden: %(reason)s.") % {"reason": told.thing.get_reason_display()},
                _("Lees de uitleg op de site. Ben je het er niet mee eens? Dan kun je daar bezwaar maken."),
            ]
        ),
        link=told.thing.get_absolute_url(),
        button=_("Lees de uitleg"),
    )


@kinds.told(
    "market.lifted",
    title=gettext_lazy("Iets van jou is weer te zien"),
    group=MODERATION,
    things=of_writer,
    owed=True,
    example=example.hiding,
)
def lifted(told: Told) -> Words:
    """A moderator let it be seen again."""
    return Words(
        _("Wat je schreef is weer te zien"),
        _("Een moderator heeft weer zichtbaar gemaakt wat je schreef."),
        link=reverse("my_market"),
    )


@kinds.told(
    "market.upheld",
    title=gettext_lazy("Je bezwaar is bekeken"),
    group=MODERATION,
    things=of_writer,
    owed=True,
    example=example.hiding,
)
def upheld(told: Told) -> Words:
    """A moderator read an objection and keeps it hidden."""
    return Words(
        _("Je bezwaar is bekeken"),
        _("Een moderator heeft je bezwaar gelezen. Het blijft verborgen."),
        link=told.thing.get_absolute_url(),
    )


@kinds.told("market.suspended", title=gettext_lazy("Je kunt niet meedoen"), group=MODERATION, owed=True, also_outside=True)
def suspended(told: Told) -> Words:
    """A moderator kept somebody out; they can't read it on the site."""
    return Words(
        _("Je kunt voorlopig niet meedoen"),
        "\n".join(
            [
                _("Een moderator van je wijk heeft besloten dat je voorlopig niet kunt inloggen."),
                _("Wat je op de markt had, zien anderen niet meer."),
                _("Ben je het er niet mee eens? Beantwoord dan deze mail."),
            ]
        ),
        quotes=(told.note,) if told.note else (),
    )


@kinds.told("market.restored", title=gettext_lazy("Je kunt weer meedoen"), group=MODERATION, owed=True)
def restored(told: Told) -> Words:
    """A moderator let somebody back in."""
    return Words(
        _("Je kunt weer meedoen"),
        _("Je kunt weer inloggen. Wat verborgen was, blijft nog verborgen tot een moderator ernaar kijkt."),
        link=reverse("home"),
        button=settings.SITE_NAME,
    )


def waiting_reports(person: Participant, numbers: Collection[int]) -> Mapping[int, Report]:
    """Return the reports that `person` may handle, and nobody has."""
    return Report.objects.overseen_by(person).waiting().in_bulk(numbers)


@kinds.told(
    "market.reported",
    title=gettext_lazy("Er is iets gemeld in je wijk"),
    group=MODERATION,
    things=waiting_reports,
    owed=True,
    example=example.report,
    screen=gettext_lazy("Er is iets gemeld in je wijk."),
)
def reported(told: Told) -> Words:
    """Somebody says that something isn't right: for who moderates there."""
    return Words(
        _("Er is iets gemeld in je wijk"),
        _("Reden: %(reason)s.") % {"reason": told.thing.get_reason_display()},
        link=reverse("admin:market_report_change", args=[told.thing.pk]),
        button=_("Kijk ernaar"),
    )


def open_objections(person: Participant, numbers: Collection[int]) -> Mapping[int, Hiding]:
    """Return the objections that `person` may decide on, and nobody has."""
    return Hiding.objects.overseen_by(person).objected().in_bulk(numbers)


@kinds.told(
    "market.objected",
    title=gettext_lazy("Iemand maakt bezwaar in je wijk"),
    group=MODERATION,
    things=open_objections,
    owed=True,
    example=example.hiding,
    screen=gettext_lazy("Iemand maakt bezwaar in je wijk."),
)
def objected(_told: Told) -> Words:
    """Somebody objects to what was hidden: for who moderates there."""
    return Words(
        _("Iemand maakt bezwaar in je wijk"),
        _("Iets werd verborgen, en wie het schreef is het er niet mee eens."),
        link=reverse("admin:market_hiding_changelist"),
        button=_("Kijk ernaar"),
    )


def keepers(people: Collection[int], _since: datetime, _upto: datetime) -> Collection[int]:
    """Return who of `people` keeps an eye on a search."""
    return set(SavedSearch.objects.filter(participant__in=people).values_list("participant", flat=True))


@kinds.gathered(
    "market.saved_search",
    title=gettext_lazy("Bewaarde zoekvragen"),
    group=MARKET,
    whom=keepers,
    mail=Cadence.DAILY,
    example=example.matches,
)
def matches(person: Participant, since: datetime, upto: datetime) -> Iterable[Words]:
    """What came on the market that somebody keeps an eye on, since they last looked."""
    for search, found in keeping.news_for(person, since, upto):
        titles = list(found.values_list("title", flat=True)[:MOST_TITLES])
        if titles:
            number = len(titles)
            title = ngettext("%(number)d nieuw bij je zoekvraag", "%(number)d nieuwe bij je zoekvraag", number) % {
                "number": number
            }
            yield Words(title, quotes=tuple(titles), link=search.get_absolute_url(), button=_("Bekijk ze"))


def neighbours(people: Collection[int], since: datetime, upto: datetime) -> Collection[int]:
    """Return who of `people` live where something new came on the market."""
    fresh = Listing.objects.open(upto).filter(published_at__gt=since, published_at__lte=upto)
    return set(Participant.objects.filter(pk__in=people, area__in=fresh.values("area")).values_list("pk", flat=True))


@kinds.gathered(
    "market.news", title=gettext_lazy("Nieuw op de markt van je wijk"), group=NEIGHBOURHOOD, whom=neighbours, example=example.news
)
def news(person: Participant, since: datetime, upto: datetime) -> Iterable[Words]:
    """What came on the market of somebody's area: offers, and requests."""
    fresh = Listing.objects.on_market(person).filter(area=person.area_id, published_at__gt=since, published_at__lte=upto)
    found = fresh.exclude(owner=person).newest().values_list("kind", "title")[: 4 * MOST_TITLES]
    for kind, title in ((Kind.OFFER, _("Nieuw aanbod")), (Kind.REQUEST, _("Nieuwe vragen"))):
        titles = tuple(words for which, words in found if which == kind)[:MOST_TITLES]
        if titles:
            market = f"{reverse('market', args=[person.area.slug])}?wat={kind}"
            yield Words(title, quotes=titles, link=market, button=_("Bekijk ze"))
