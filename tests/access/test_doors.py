"""Every address of the site, walked as everybody: what opens for whom stands in one table."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse
from django.utils import timezone
from pytest_django import Settings

from accounts import promising
from accounts.models import Duty, Participant
from kennismarkt.access import WORKPLACE, patterns, rule_of
from market import expiring, publishing
from market.models import Hiding, SavedSearch
from meetings import attending, calendar_feeds, links, streaming, urls_groups
from meetings.models import (
    Invitation,
    Material,
    Meeting,
    Photo,
    PhotoConsent,
    PrepGroup,
    PrepMember,
    ProgrammeItem,
    Reflection,
    SideStream,
)
from neighbourhood.models import Area
from notifications import unsubscribing
from tests.access.afterwards import AFTER_DOORS, after_arguments
from tests.access.cards import CARD_DOORS, card_arguments
from tests.conftest import signed_in
from tests.factories import (
    AffiliationFactory,
    AppointmentFactory,
    BlockFactory,
    ConversationFactory,
    ListingFactory,
    MessageFactory,
    OrganisationFactory,
    ParticipantFactory,
    SelfPortraitFactory,
    StampFactory,
)
from tests.meetings.after import came, over
from tests.meetings.factories import LunchFactory, MeetingFactory, SeatFactory, TrajectoryFactory

pytestmark = pytest.mark.django_db

# In this order: a visitor, a member, the owner of the listing, who answered it, a moderator and a coordinator of the area.
VIEWERS = ("visitor", "member", "owner", "party", "moderator", "coordinator")
OPEN = (200,) * 6
LEADS_ON = (302,) * 6
MEMBERS = (302, 200, 200, 200, 200, 200)
SENDS = (302, 302, 302, 302, 302, 302)
OWNER = (302, 404, 200, 404, 404, 404)
OWNER_ACTS = (302, 404, 302, 404, 404, 404)
TWO = (302, 404, 200, 200, 404, 404)
FORM = (302, 422, 422, 422, 422, 422)
CARRIED = (302, 404, 200, 404, 404, 200)
AT_A_MEETING = (
    "sign_up",
    "sign_up_guest",
    "invite",
    "door",
    "door_code",
    "door_list",
    "name_tags",
    "walk_in",
    "settle_attendance",
)
# The owner prepares a meeting, the party only comes to it; the coordinator carries it.
ROOM = (302, 404, 200, 200, 404, 200)
LEADS = (302, 404, 403, 403, 404, 302)
GROUP = (302, 404, 200, 404, 404, 200)
GROUP_FORM = (302, 404, 422, 404, 404, 422)
GROUP_ACTS = (302, 404, 302, 404, 404, 302)
GONE_AFTERWARDS = (302, 404, 302, 404, 404, 404)

DOORS: dict[str, tuple[str, tuple[int, ...]]] = {
    "style_guide": ("GET", OPEN),
    "healthz": ("GET", OPEN),
    "readyz": ("GET", OPEN),
    "areas": ("GET", OPEN),
    "about": ("GET", OPEN),
    "area": ("GET", OPEN),
    "robots": ("GET", OPEN),
    "sitemap": ("GET", OPEN),
    "meetings": ("GET", OPEN),
    "area_calendar": ("GET", OPEN),
    # Announced, for members.
    "meeting": ("GET", (404, 200, 200, 200, 200, 200)),
    "meeting_calendar": ("GET", (404, 200, 200, 200, 200, 200)),
    "trajectory": ("GET", OPEN),
    "employer_letter": ("GET", OPEN),
    "my_calendar": ("GET", MEMBERS),
    "renew_calendar": ("POST", SENDS),
    "revoke_calendar": ("POST", SENDS),
    # By a signed address of their own, from a calendar.
    "calendar_feed": ("GET", OPEN),
    "whole_market": ("GET", OPEN),
    "market": ("GET", OPEN),
    "suggestions": ("GET", OPEN),
    "whole_feed": ("GET", OPEN),
    "area_feed": ("GET", OPEN),
    "organisation": ("GET", OPEN),
    "listing": ("GET", OPEN),
    "listing_photo": ("GET", (404,) * 6),
    "home": ("GET", LEADS_ON),
    "choose_language": ("POST", LEADS_ON),
    "introduce_yourself": ("GET", LEADS_ON),
    "settings": ("GET", MEMBERS),
    "go_on_beginning": ("GET", SENDS),
    "begin_portrait": ("GET", MEMBERS),
    "begin_listing": ("GET", MEMBERS),
    "dismiss_beginning": ("POST", SENDS),
    "done_for_me": ("GET", MEMBERS),
    "stop_standing_in": ("POST", SENDS),
    "take_over": ("GET", OPEN),
    "prove_take_over": ("GET", LEADS_ON),
    "scan_letter": ("GET", LEADS_ON),
    "hide_stamp": ("POST", OWNER_ACTS),
    "show_stamp": ("POST", OWNER_ACTS),
    "decline_stamp": ("POST", OWNER_ACTS),
    "take_stamp": ("POST", OWNER_ACTS),
    "self_portrait": ("GET", MEMBERS),
    # The owner shows their drawing to members.
    "portrait_picture": ("GET", (404, 200, 200, 200, 200, 200)),
    "what_i_bring": ("GET", MEMBERS),
    "who_sees_what": ("GET", MEMBERS),
    "my_organisations": ("GET", MEMBERS),
    "directory": ("GET", MEMBERS),
    "leave_organisation": ("POST", OWNER_ACTS),
    # The owner keeps the organisation's entry; nobody writes to themselves.
    "organisation_entry": ("GET", OWNER),
    "confirm_affiliation": ("POST", OWNER_ACTS),
    "refuse_affiliation": ("POST", OWNER_ACTS),
    "write_to_person": ("GET", (302, 200, 404, 200, 200, 200)),
    "tag_words": ("GET", MEMBERS),
    "saved_searches": ("GET", MEMBERS),
    "my_market": ("GET", MEMBERS),
    "place_listing": ("GET", MEMBERS),
    "conversations": ("GET", MEMBERS),
    "unread": ("GET", MEMBERS),
    "notices": ("GET", MEMBERS),
    "unread_notices": ("GET", MEMBERS),
    "notice_preferences": ("GET", MEMBERS),
    "push_on": ("POST", FORM),
    "push_off": ("POST", SENDS),
    "service_worker": ("GET", OPEN),
    # By a signed address of their own, from a mail.
    "unsubscribe": ("POST", OPEN),
    "renew_by_link": ("GET", OPEN),
    "my_blocks": ("GET", MEMBERS),
    "participant": ("GET", MEMBERS),
    "reported": ("GET", MEMBERS),
    "save_search": ("POST", SENDS),
    "drop_draft": ("POST", SENDS),
    "save_draft": ("POST", MEMBERS),
    "open_search": ("POST", OWNER_ACTS),
    "forget_search": ("POST", OWNER_ACTS),
    "change_listing": ("GET", OWNER),
    "pause_listing": ("POST", OWNER_ACTS),
    "resume_listing": ("POST", OWNER_ACTS),
    "renew_listing": ("POST", OWNER_ACTS),
    "finish_listing": ("POST", OWNER_ACTS),
    "delete_listing": ("POST", OWNER_ACTS),
    "undelete_listing": ("POST", OWNER_ACTS),
    "answer": ("POST", FORM),
    "conversation": ("GET", TWO),
    # Nobody blocks or reports themselves: the owner is the one these pages are about.
    "block_person": ("GET", (302, 200, 404, 200, 200, 200)),
    "unblock_person": ("POST", (302, 404, 404, 404, 404, 404)),
    "report_person": ("GET", (302, 200, 404, 200, 200, 200)),
    "report_listing": ("GET", (302, 200, 404, 200, 200, 200)),
    "report_message": ("GET", (302, 404, 200, 404, 404, 404)),
    "object_to_hiding": ("GET", (302, 404, 200, 404, 404, 404)),
    "my_meetings": ("GET", MEMBERS),
    "sign_up": ("GET", MEMBERS),
    # The owner hosts the meeting and the party comes; a coordinator of the area carries it too.
    "invite": ("GET", (302, 403, 200, 200, 403, 200)),
    "door": ("GET", CARRIED),
    "door_code": ("GET", CARRIED),
    "door_list": ("GET", CARRIED),
    "name_tags": ("GET", CARRIED),
    "walk_in": ("POST", (302, 404, 422, 404, 404, 422)),
    "mark_present": ("POST", (302, 404, 422, 404, 404, 422)),
    # It has not begun.
    "settle_attendance": ("POST", (302, 404, 409, 404, 404, 409)),
    # The party's seat, which the host and the coordinator see too; signing off twice changes nothing.
    "sign_off": ("POST", (302, 404, 302, 302, 404, 302)),
    "revoke_invitation": ("POST", (302, 404, 302, 404, 404, 302)),
    "sign_in_at_door": ("GET", MEMBERS),
    # For meetings that everybody may see; this one is for members.
    "sign_up_guest": ("GET", (404,) * 6),
    "type_invitation_code": ("GET", OPEN),
    "scan_invitation": ("GET", LEADS_ON),
    "paper_invitation": ("GET", LEADS_ON),
    # By signed addresses of their own, from a mail.
    "invitation": ("GET", OPEN),
    "seat_by_link": ("GET", OPEN),
    "compose_group": ("GET", ROOM),
    "wish_to_prepare": ("POST", (302, 404, 302, 302, 404, 403)),
    "wish_no_more": ("POST", (302, 404, 409, 302, 404, 302)),
    "propose_group": ("POST", LEADS),
    "swap_in_group": ("POST", LEADS),
    "take_runner_up": ("POST", LEADS),
    "agree_group": ("POST", LEADS),
    "plan_groups_ahead": ("GET", (302, 404, 403, 403, 404, 200)),
    "prep_group": ("GET", GROUP),
    "step_out_of_group": ("POST", GONE_AFTERWARDS),
    "add_item": ("POST", GROUP_FORM),
    "change_item": ("GET", GROUP),
    "move_item": ("POST", GROUP_ACTS),
    "remove_item": ("POST", GONE_AFTERWARDS),
    "order_items": ("POST", GROUP_ACTS),
    "building_blocks": ("GET", GROUP),
    "need_material": ("POST", GROUP_FORM),
    "tick_material": ("POST", GROUP_ACTS),
    "need_no_more": ("POST", GONE_AFTERWARDS),
    # The area's coordinator is not at the table: the conversation is not theirs.
    "say_in_group": ("POST", (302, 404, 422, 404, 404, 404)),
    "table_groups": ("GET", ROOM),
    "my_data": ("GET", MEMBERS),
    "document": ("GET", OPEN),
    # These ask first who one is; the other two have nothing to ask here.
    "ask_copy": ("GET", LEADS_ON),
    "fetch_copy": ("GET", LEADS_ON),
    "leave": ("GET", LEADS_ON),
    "stay": ("GET", LEADS_ON),
    "agree": ("GET", LEADS_ON),
    # The owner was at the meeting, began the side stream and is on the photo; the coordinator carries the meeting.
    "reflect": ("GET", OWNER),
    "answer_pulse": ("POST", (302, 404, 422, 404, 404, 404)),
    "my_thoughts": ("GET", MEMBERS),
    "say_who_reads": ("POST", (302, 422, 422, 422, 422, 422)),
    "set_quote_aside": ("POST", (302, 404, 404, 404, 404, 302)),
    "meeting_report": ("GET", (302, 404, 200, 404, 404, 200)),
    "write_report": ("GET", (302, 404, 403, 404, 404, 200)),
    "add_meeting_photo": ("POST", (302, 404, 422, 404, 404, 422)),
    "commit_at_meeting": ("POST", (302, 404, 422, 404, 404, 422)),
    "celebrate_at_meeting": ("POST", (302, 404, 422, 404, 404, 422)),
    "accept_meeting_commitment": ("POST", OWNER_ACTS),
    "decline_meeting_commitment": ("POST", OWNER_ACTS),
    "close_meeting_commitment": ("POST", (302, 422, 422, 422, 422, 422)),
    "meeting_photo": ("GET", (302, 404, 200, 404, 404, 200)),
    "agree_to_photo": ("POST", (302, 404, 302, 404, 404, 404)),
    "take_photo_away": ("POST", (302, 404, 302, 404, 404, 404)),
    "looking_back": ("GET", OPEN),
    "anchor_trajectory": ("GET", (302, 403, 403, 403, 403, 200)),
    "side_streams": ("GET", OPEN),
    "start_side_stream": ("GET", MEMBERS),
    "side_stream": ("GET", (404, 404, 200, 404, 404, 200)),
    "change_side_stream": ("GET", (302, 404, 200, 404, 404, 200)),
    "join_side_stream": ("POST", (302, 404, 302, 404, 404, 302)),
    "leave_side_stream": ("POST", (302, 404, 302, 404, 404, 302)),
    "finish_side_stream": ("POST", (302, 404, 422, 404, 404, 422)),
    # allauth's own doors: signed in one is led on, signed out one is led in.
    "account_login": ("GET", (200, 302, 302, 302, 302, 302)),
    "account_signup": ("GET", (200, 302, 302, 302, 302, 302)),
    "account_logout": ("GET", (302, 200, 200, 200, 200, 200)),
    "account_inactive": ("GET", OPEN),
    "account_reauthenticate": ("GET", (302, 200, 200, 200, 302, 302)),
    "account_email": ("GET", (302, 200, 200, 200, 200, 200)),
    "account_email_verification_sent": ("GET", (302, 302, 302, 302, 302, 302)),
    "account_change_password": ("GET", (302, 200, 200, 200, 200, 200)),
    "account_set_password": ("GET", LEADS_ON),
    "account_reset_password": ("GET", OPEN),
    "account_confirm_login_code": ("GET", LEADS_ON),
    "account_confirm_password_reset_code": ("GET", LEADS_ON),
    "account_complete_password_reset": ("GET", LEADS_ON),
    "account_password_reset_completed": ("GET", OPEN),
    "account_request_login_code": ("GET", (200, 302, 302, 302, 302, 302)),
    # A moderator and a coordinator have a second factor, and prove with it who they are; the others have a password.
    "prove_by_mail": ("GET", (302, 200, 200, 200, 302, 302)),
    "usersessions_list": ("GET", MEMBERS),
    "mfa_index": ("GET", MEMBERS),
    "mfa_authenticate": ("GET", LEADS_ON),
    "mfa_reauthenticate": ("GET", (302, 302, 302, 302, 200, 200)),
    "mfa_login_webauthn": ("GET", LEADS_ON),
    "mfa_reauthenticate_webauthn": ("GET", LEADS_ON),
    "mfa_list_webauthn": ("GET", LEADS_ON),
    # All of these ask first who one is.
    "mfa_add_webauthn": ("GET", LEADS_ON),
    "mfa_edit_webauthn": ("GET", LEADS_ON),
    "mfa_remove_webauthn": ("GET", LEADS_ON),
    "mfa_activate_totp": ("GET", LEADS_ON),
    "mfa_deactivate_totp": ("GET", (302, 404, 404, 404, 302, 302)),
    "mfa_view_recovery_codes": ("GET", (302, 404, 404, 404, 404, 404)),
    "mfa_generate_recovery_codes": ("GET", LEADS_ON),
    "mfa_download_recovery_codes": ("GET", LEADS_ON),
    **CARD_DOORS,
    **AFTER_DOORS,
}


GROUP_ADDRESSES = [pattern.name for pattern in urls_groups.urlpatterns if pattern.name]


def prepared_meeting(area: Area, owner: Participant, party: Participant) -> tuple[Meeting, dict[str, list[object]]]:
    """Return a meeting to which both come and that `owner` prepares, and what its addresses have besides its number."""
    lunch = LunchFactory.create(area=area)
    for person in (owner, party):
        SeatFactory.create(meeting=lunch, participant=person)
    group = PrepGroup.objects.create(meeting=lunch, agreed_at=lunch.made_at)
    member = PrepMember.objects.create(group=group, participant=owner, side=owner.side)
    item = ProgrammeItem.objects.create(
        meeting=lunch, position=1, kind="welcome", title="Welkom", minutes=10, added_once=uuid.uuid4()
    )
    thing = Material.objects.create(meeting=lunch, words="Stiften")
    more: dict[str, list[object]] = {name: [item.pk] for name in ("change_item", "move_item", "remove_item")}
    return lunch, {**more, "step_out_of_group": [member.pk], "tick_material": [thing.pk], "need_no_more": [thing.pk]}


@dataclass
class World:
    """Who there is, and what the addresses are about."""

    clients: dict[str, Client]
    arguments: dict[str, list[object]]


@pytest.fixture
def world(area: Area) -> World:
    """A listing with an answer, a hidden one, a saved search; and everybody signed in."""
    people = {name: ParticipantFactory.create(area=area) for name in VIEWERS[1:]}
    AppointmentFactory.create(participant=people["moderator"], duty=Duty.MODERATOR)
    AppointmentFactory.create(participant=people["coordinator"], duty=Duty.COORDINATOR)
    owner = people["owner"]
    listing = ListingFactory.create(owner=owner)
    conversation = ConversationFactory.create(listing=listing, starter=people["party"])
    SelfPortraitFactory.create(participant=owner)
    message = MessageFactory.create(conversation=conversation, author=people["party"])
    hidden = ListingFactory.create(owner=owner)
    hiding = Hiding.objects.create(
        area=area, listing=hidden, reason="other", explanation="Zo niet.", hidden_by=people["moderator"]
    )
    search = SavedSearch.objects.create(participant=owner, area=area, query="q=koken")
    organisation = OrganisationFactory.create(area=area)
    stamp = StampFactory.create(participant=owner)
    keeper = AffiliationFactory.create(participant=owner, organisation=organisation, keeps_entry=True)
    waiting = AffiliationFactory.create(participant=people["party"], organisation=organisation, confirmed_at=None)
    trajectory, meeting = TrajectoryFactory.create(area=area), MeetingFactory.create(area=area)
    feed = calendar_feeds.renew(by=people["member"])
    meeting.hosts.add(owner)
    seat = SeatFactory.create(meeting=meeting, participant=people["party"])
    asked = Invitation.objects.create(meeting=meeting, by=owner, email="fatma@example.org", expires_at=meeting.starts_at)
    lunch, prepared = prepared_meeting(area, people["owner"], people["party"])
    after = afterwards(owner)
    about = {"listing": listing.pk, "photo": listing.pk, "person": owner.pk, "participant": owner.pk, "message": message.pk}
    arguments: dict[str, list[object]] = {
        "area": [area.slug],
        "meetings": [area.slug],
        "area_calendar": [area.slug],
        "meeting": [meeting.pk],
        "meeting_calendar": [meeting.pk],
        "trajectory": [trajectory.pk],
        "employer_letter": [trajectory.pk],
        "calendar_feed": [feed.address.rstrip("/").split("/")[-2]],
        "market": [area.slug],
        "area_feed": [area.slug],
        "organisation": [area.slug, organisation.slug],
        "organisation_entry": [area.slug, organisation.slug],
        "leave_organisation": [keeper.pk],
        "confirm_affiliation": [waiting.pk],
        "refuse_affiliation": [waiting.pk],
        "conversation": [conversation.pk],
        "answer": [listing.pk],
        "portrait_picture": [owner.pk],
        "object_to_hiding": [hiding.pk],
        "unsubscribe": [unsubscribing.link(owner, "market.message").rstrip("/").rpartition("/")[2]],
        "renew_by_link": [expiring.renewal_link(listing).rstrip("/").rpartition("/")[2]],
        "open_search": [search.pk],
        "forget_search": [search.pk],
        **{name: [meeting.pk] for name in AT_A_MEETING},
        "mark_present": [meeting.pk, seat.pk],
        "sign_off": [meeting.pk, seat.pk],
        "revoke_invitation": [asked.pk],
        "sign_in_at_door": [meeting.pk, attending.code(meeting)],
        "scan_invitation": ["ABCD-EFGH-JKMN"],
        "invitation": [links.to_invitation(asked).rstrip("/").rpartition("/")[2]],
        "seat_by_link": [links.to_seat(seat).rstrip("/").rpartition("/")[2]],
        "document": ["privacy"],
        **{name: [lunch.pk, *prepared.get(name, [])] for name in GROUP_ADDRESSES},
        "fetch_copy": [1],
        "mfa_edit_webauthn": [1],
        "mfa_remove_webauthn": [1],
        **after,
        "scan_letter": ["ABCD-EFGH"],
        **{f"{act}_stamp": [stamp.pk] for act in ("hide", "show", "decline", "take")},
        **{f"{act}_listing": [listing.pk] for act in ("change", "pause", "resume", "renew", "finish", "delete", "undelete")},
        **{
            name: [number]
            for name in DOORS
            for word, number in about.items()
            if name == word
            or (
                name.endswith(f"_{word}")
                and name not in after
                and not name.startswith(("begin", "change", "pause", "place", "resume", "renew", "finish", "delete", "undelete"))
            )
        },
    }
    arguments |= card_arguments(owner, people["party"], people["member"])
    arguments |= after_arguments(owner, int(str(arguments["card"][0])))
    return World({"visitor": Client(), **{name: signed_in(person) for name, person in people.items()}}, arguments)


def afterwards(owner: Participant) -> dict[str, list[object]]:
    """A meeting that the owner was at, with what came of it; the arguments of its addresses."""
    lunch = over(TrajectoryFactory.create(area=owner.area))
    came(lunch, owner)
    asked = promising.ask(owner, text="Bellen", due_on=None, origin="meeting", area=owner.area, by=None, about=lunch.pk)
    thought = Reflection.objects.create(
        meeting=lunch, participant=owner, part="head", text="Soep.", may_quote="nameless", consented_at=timezone.now()
    )
    photo = Photo.objects.create(meeting=lunch, image=ContentFile(b"x", name="aa.webp"), alt="Soep", added_by=owner)
    PhotoConsent.objects.create(photo=photo, participant=owner, agreed_at=timezone.now())
    stream = streaming.start(SideStream(area=owner.area, origin="meeting", meeting=lunch, title="Spreekuur"), by=owner)
    meeting = ("reflect", "answer_pulse", "meeting_report", "write_report", "add_meeting_photo", "commit_at_meeting")
    return {
        **{name: [lunch.pk] for name in (*meeting, "celebrate_at_meeting")},
        **{f"{act}_meeting_commitment": [asked.pk] for act in ("accept", "decline", "close")},
        **{name: [photo.pk] for name in ("meeting_photo", "agree_to_photo", "take_photo_away")},
        **{name: [thought.mark] for name in ("say_who_reads", "set_quote_aside")},
        **{name: [lunch.trajectory_id] for name in ("looking_back", "anchor_trajectory")},
        **{f"{act}side_stream": [stream.pk] for act in ("", "change_", "join_", "leave_", "finish_")},
    }


def own_names() -> set[str]:
    """Return the names of all addresses outside the workplace."""
    names = {
        pattern.name or route
        for route, pattern in patterns()
        if rule_of(pattern.callback) != WORKPLACE and not route.startswith("beheer/")
    }
    return {str(name) for name in names}


def test_every_address_stands_in_the_table() -> None:
    assert own_names() == set(DOORS)


@pytest.mark.parametrize("name", DOORS)
def test_doors_open_for_whom_they_should(world: World, name: str) -> None:
    method, expected = DOORS[name]
    address = reverse(name, args=world.arguments.get(name, []))
    found = tuple(world.clients[viewer].generic(method, address).status_code for viewer in VIEWERS)
    assert found == expected


@pytest.mark.parametrize("viewer", ["visitor", "member", "owner", "party"])
def test_workplace_is_closed_to_the_others(world: World, viewer: str) -> None:
    routes = {
        re.sub(r"<[^>]+>", "1", route) for route, _pattern in patterns() if route.startswith("beheer/") and "(?P" not in route
    }
    opened = {route for route in routes if world.clients[viewer].get(f"/{route}").status_code == 200}
    assert opened - {"beheer/jsi18n/"} == set()


def test_blocked_person_finds_closed_doors(world: World, area: Area) -> None:
    blocked = ParticipantFactory.create(area=area)
    owner = Participant.objects.get(pk=world.arguments["participant"][0])
    BlockFactory.create(blocker=owner, blocked=blocked)
    client = signed_in(blocked)
    names = ("listing", "participant", "portrait_picture", "report_listing", "block_person", "answer", "write_to_person")
    found = [client.generic(DOORS[name][0], reverse(name, args=world.arguments[name])).status_code for name in names]
    assert found == [404] * len(names)


def without_rule(_request: HttpRequest) -> HttpResponse:
    """Answer anybody; nobody said whether that is meant."""
    return HttpResponse()


urlpatterns = [path("zomaar/", without_rule)]


def test_a_view_without_a_rule_does_not_start(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    with pytest.raises(CommandError, match=r"The view at 'zomaar/' declares no access rule"):
        call_command("check")


def test_tidying_up_changes_nothing_that_people_see(world: World) -> None:
    call_command("tidy", verbosity=0)
    assert publishing.purge() == 0
