"""Every page with axe-core (WCAG 2.2 AA) in light, dark and Arabic, without sideways scroll, in valid HTML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from playwright.sync_api import Page
from pytest_django.plugin import DjangoDbBlocker

from accounts import consents, leaving
from accounts.models import Participant
from tests.browser.conftest import Visits

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Without preload: axe would copy imported style sheets into inline ones, which our own policy refuses; only a rule outside these tags reads them.
RUN = "tags => axe.run(document, {preload: false, runOnly: {type: 'tag', values: tags}}).then(found => found.violations.map(each => each.id + ': ' + each.nodes.map(node => node.html.slice(0, 160)).slice(0, 3).join(' | ')))"

PAGES = [
    ("", "/wijken/"),
    ("", "/wijk/osdorpplein/"),
    ("", "/wijk/osdorpplein/markt/"),
    ("", "/markt/"),
    ("", "/wijk/osdorpplein/markt/?q=taallesen&wat=offer"),
    ("", "/wijk/osdorpplein/markt/?q=glasblazerij&hoe=swap"),
    ("", "/over/"),
    ("", "/bestaat-niet/"),
    ("", "/stijlgids/"),
    ("", "/account/login/"),
    ("", "/account/signup/"),
    ("", "/account/password/reset/"),
    ("", "/wijk/osdorpplein/organisaties/huiskamer-van-de-buurt/"),
    ("yara", "/wijk/osdorpplein/markt/"),
    ("yara", "/markt/plaatsen/"),
    ("yara", "/mijn/"),
    ("yara", "/mijn/zoekvragen/"),
    ("yara", "/mijn/blokkades/"),
    ("yara", "/afspraken/"),
    ("wim", "/afspraken/"),
    ("yara", "/oogst/"),
    ("ilse", "/beheer/partnership/partnershipcard/"),
    ("yara", "/gesprekken/"),
    ("yara", "/account/instellingen/"),
    ("", "/kaarten/mee/"),
    ("yara", "/kaarten/"),
    ("yara", "/kaarten/begin/"),
    ("yara", "/account/zelfportret/"),
    ("yara", "/account/voor-mij-gedaan/"),
    ("samira", "/account/instellingen/"),
    ("peggy", "/account/begin/zelfportret/"),
    ("rachid", "/markt/begin/"),
    ("rachid", "/mijn/"),
    ("", "/account/overnemen/"),
    ("yara", "/account/overnemen/"),
    ("yara", "/account/instellingen/breng/"),
    ("yara", "/account/instellingen/organisaties/"),
    ("yara", "/account/instellingen/wie-ziet-wat/"),
    ("ilse", "/wijk/osdorpplein/organisaties/huis-van-de-wijk-blommetje/bijhouden/"),
    ("yara", "/deelnemers/"),
    ("yara", "/deelnemers/?q=glasblazerij&rol=manager"),
    ("samira", "/voor-jou/"),
    ("yara", "/voor-jou/kiezen/"),
    ("yara", "/mijn/bijeenkomsten/"),
    ("", "/uitnodiging/"),
    ("yara", "/account/logout/"),
    ("yara", "/account/gegevens/"),
    ("yara", "/account/gegevens/kopie/"),
    ("yara", "/account/gegevens/weg/"),
    ("", "/account/teksten/huisregels/"),
    ("", "/account/teksten/privacy/"),
    ("yara", "/account/ben-jij-het/"),
    ("yara", "/account/sessions/"),
    ("yara", "/account/2fa/"),
    ("yara", "/account/2fa/totp/activate/"),
    ("yara", "/account/2fa/webauthn/add/"),
    ("els", "/account/2fa/"),
    ("els", "/account/2fa/reauthenticate/"),
    ("els", "/account/2fa/totp/deactivate/"),
    ("els", "/account/2fa/recovery-codes/generate/"),
    ("els", "/beheer/"),
    ("els", "/beheer/market/report/"),
    ("ilse", "/beheer/accounts/participant/"),
    ("ilse", "/beheer/accounts/onboarding/?vast=ja"),
    ("ilse", "/beheer/accounts/stamp/"),
    ("ilse", "/beheer/accounts/stamp/add/"),
    ("ilse", "/beheer/accounts/actfor/"),
    ("ilse", "/beheer/notifications/notice/"),
    ("ilse", "/beheer/meetings/seat/"),
    ("ilse", "/beheer/notifications/circular/"),
    ("ilse", "/beheer/notifications/circular/add/"),
    ("", "/wijk/osdorpplein/bijeenkomsten/"),
    ("yara", "/mijn/agenda/"),
    ("ilse", "/beheer/meetings/trajectory/"),
    ("ilse", "/beheer/meetings/trajectory/add/"),
    ("ilse", "/beheer/meetings/meeting/"),
    ("ilse", "/beheer/meetings/meeting/add/"),
    ("ilse", "/beheer/meetings/frame/"),
    ("ilse", "/beheer/meetings/closedday/add/"),
    ("ilse", "/beheer/neighbourhood/areagoal/add/"),
]
# Pages that are reached by following the first link of this kind on another page.
FOLLOWED = [
    ("", "/wijk/osdorpplein/markt/", ".ticket__title a"),
    ("wim", "/wijk/osdorpplein/markt/?q=fietsles", ".ticket__title a"),
    ("samira", "/mijn/", ".row__title a"),
    ("yara", "/gesprekken/", ".row__title a"),
    ("yara", "/account/zelfportret/", ".actions a"),
    ("yara", "/deelnemers/?q=samira", ".row__title a"),
    ("ilse", "/deelnemers/?q=yara", ".row__title a"),
]
LOOKS = {"light": {"color_scheme": "light"}, "dark": {"color_scheme": "dark"}, "arabic": {"locale": "ar"}}


def judged(page: Page) -> list[str]:
    """Return what axe finds, and whether the page scrolls sideways."""
    page.evaluate(AXE)
    found = list(page.evaluate(RUN, TAGS))
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, *([f"scrolls sideways by {wider} px"] if wider > 0 else [])]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("who", "address"), PAGES)
def test_page_is_for_everybody(visit: Visits, who: str, address: str, look: str) -> None:
    page = visit(who, **LOOKS[look])
    page.goto(address)
    assert judged(page) == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("who", "address", "link"), FOLLOWED)
def test_page_behind_a_link_is_for_everybody(visit: Visits, who: str, address: str, link: str, look: str) -> None:
    page = visit(who, **LOOKS[look])
    page.goto(address)
    page.goto(str(page.locator(link).first.get_attribute("href")))
    assert judged(page) == []


@pytest.mark.parametrize("look", [*LOOKS, "phone"])
def test_acting_for_somebody_and_the_letter_are_for_everybody(visit: Visits, look: str) -> None:
    page = visit("ilse", **LOOKS.get(look, {"width": 360, "height": 740}))
    page.goto("/beheer/accounts/participant/?email=nee")
    page.goto(str(page.locator('a[href$="/namens/"]').first.get_attribute("href")))
    assert judged(page) == []
    page.locator('form[action$="/brief/"] button').click()
    page.wait_for_selector(".letter")
    assert judged(page) == []
    page.locator(".letter-page__actions a").click()
    page.locator('form[action$="/handelen/"] button').click()
    page.wait_for_selector(".standing-in")
    assert judged(page) == []
    page.locator(".standing-in button").click()
    page.wait_for_selector(".toast")
    assert page.locator(".standing-in").count() == 0


@pytest.mark.parametrize(("who", "address"), PAGES)
def test_page_fits_a_phone(visit: Visits, who: str, address: str) -> None:
    page = visit(who, width=360, height=740)
    page.goto(address)
    assert judged(page) == []


@pytest.mark.parametrize(("who", "address"), [page for page in PAGES if not page[1].startswith("/beheer/")])
def test_page_is_valid_html(visit: Visits, who: str, address: str) -> None:
    page = visit(who, java_script_enabled=False)
    response = page.goto(address)
    assert response is not None
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parse(response.text())
    assert [(code, facts) for _position, code, facts in parser.errors] == []


@pytest.fixture
def asked(request: pytest.FixtureRequest, site: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Somebody who is asked something first, and where; afterwards they are as before."""
    with django_db_blocker.unblock():
        yara = Participant.objects.get(user__email="yara@example.org")
        if request.param == "/account/akkoord/":
            yara.consents.all().delete()
        else:
            leaving.leave(yara, by=yara)
    yield request.param
    with django_db_blocker.unblock():
        leaving.stay(yara, by=yara)
        consents.agree(yara, to=consents.everything())


@pytest.mark.parametrize("look", [*LOOKS, "phone"])
@pytest.mark.parametrize("asked", ["/account/akkoord/", "/account/gegevens/blijven/"], indirect=True)
def test_page_that_asks_first_is_for_everybody(visit: Visits, asked: str, look: str) -> None:
    page = visit("yara", **(LOOKS.get(look) or {"width": 360, "height": 740}))
    page.goto("/mijn/")
    assert asked in page.url
    assert judged(page) == []
