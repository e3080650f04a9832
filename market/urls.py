"""Addresses of the market."""

from django.contrib.sitemaps.views import sitemap
from django.urls import URLPattern, path

from kennismarkt import access
from market.feeds import MarketFeed
from market.sitemaps import SITEMAPS
from market.views import beginning, conversations, finding, home, listings, moderation, organisations, people

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("wijken/", home.areas, name="areas"),
    path("over/", home.about, name="about"),
    path("wijk/<slug:slug>/", home.area, name="area"),
    path("robots.txt", home.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    # Finding
    path("markt/", finding.market, name="whole_market"),
    path("wijk/<slug:slug>/markt/", finding.market, name="market"),
    path("markt/woorden/", finding.suggestions, name="suggestions"),
    path("markt/trefwoorden/", finding.tag_words, name="tag_words"),
    path("markt/feed/", access.everyone(MarketFeed()), name="whole_feed"),
    path("wijk/<slug:slug>/feed/", access.everyone(MarketFeed()), name="area_feed"),
    path("mijn/zoekvragen/", finding.saved_searches, name="saved_searches"),
    path("mijn/zoekvragen/bewaren/", finding.save_search, name="save_search"),
    path("mijn/zoekvragen/<int:pk>/", finding.open_search, name="open_search"),
    path("mijn/zoekvragen/<int:pk>/weg/", finding.forget_search, name="forget_search"),
    # One listing
    path("mijn/", listings.my_market, name="my_market"),
    path("markt/begin/", beginning.first_listing, name="begin_listing"),
    path("markt/plaatsen/", listings.place, name="place_listing"),
    path("markt/concept/", listings.save_draft, name="save_draft"),
    path("markt/concept/weg/", listings.drop_draft, name="drop_draft"),
    path("markt/<int:pk>/", listings.listing, name="listing"),
    path("markt/<int:pk>/foto/", listings.photo, name="listing_photo"),
    path("markt/<int:pk>/wijzigen/", listings.change, name="change_listing"),
    path("markt/<int:pk>/pauze/", listings.pause, name="pause_listing"),
    path("markt/<int:pk>/hervatten/", listings.resume, name="resume_listing"),
    path("markt/<int:pk>/verlengen/", listings.renew, name="renew_listing"),
    path("markt/verlengen/<str:token>/", listings.renew_by_link, name="renew_by_link"),
    path("markt/<int:pk>/klaar/", listings.finish, name="finish_listing"),
    path("markt/<int:pk>/weg/", listings.delete, name="delete_listing"),
    path("markt/<int:pk>/terug/", listings.undelete, name="undelete_listing"),
    # Conversations
    path("markt/<int:pk>/reageren/", conversations.answer, name="answer"),
    path("gesprekken/", conversations.conversations, name="conversations"),
    path("gesprekken/nieuw/", conversations.unread, name="unread"),
    path("gesprekken/<int:pk>/", conversations.conversation, name="conversation"),
    path("mijn/blokkades/", conversations.my_blocks, name="my_blocks"),
    path("deelnemers/<int:pk>/blokkeren/", conversations.block_person, name="block_person"),
    path("deelnemers/<int:pk>/toelaten/", conversations.unblock_person, name="unblock_person"),
    # People and organisations
    path("deelnemers/<int:pk>/", people.participant, name="participant"),
    path("deelnemers/<int:pk>/schrijven/", conversations.write_to_person, name="write_to_person"),
    path("wijk/<slug:slug>/organisaties/<slug:organisation_slug>/", organisations.organisation, name="organisation"),
    path("wijk/<slug:slug>/organisaties/<slug:organisation_slug>/bijhouden/", organisations.entry, name="organisation_entry"),
    path("organisaties/mensen/<int:pk>/bevestigen/", organisations.confirm, name="confirm_affiliation"),
    path("organisaties/mensen/<int:pk>/afwijzen/", organisations.refuse, name="refuse_affiliation"),
    # When something is not right
    path("markt/<int:pk>/melden/", moderation.report_listing, name="report_listing"),
    path("berichten/<int:pk>/melden/", moderation.report_message, name="report_message"),
    path("deelnemers/<int:pk>/melden/", moderation.report_person, name="report_person"),
    path("gemeld/", moderation.thanks, name="reported"),
    path("bezwaar/<int:pk>/", moderation.object_to_hiding, name="object_to_hiding"),
]
