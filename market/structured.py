"""What a public listing tells machines that read pages: schema.org as JSON-LD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from market.listings import Kind, Listing, Visibility

if TYPE_CHECKING:
    from django.http import HttpRequest


def described(listing: Listing, request: HttpRequest) -> dict[str, Any] | None:
    """Return the listing in schema.org's words, without the person; None for what isn't public."""
    if listing.visibility != Visibility.EVERYONE:
        return None
    thing: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Offer" if listing.kind == Kind.OFFER else "Demand",
        "name": listing.title,
        "description": listing.description,
        "url": request.build_absolute_uri(listing.get_absolute_url()),
        "areaServed": {"@type": "Place", "name": listing.area.name},
        "availabilityStarts": listing.published_at.isoformat(),
        "availabilityEnds": listing.expires_at.isoformat(),
        "inLanguage": listing.languages,
    }
    if listing.place is not None:
        thing["availableAtOrFrom"] = {
            "@type": "Place",
            "name": listing.place.name,
            "address": listing.place.address,
            "geo": {"@type": "GeoCoordinates", "latitude": listing.place.latitude, "longitude": listing.place.longitude},
        }
    if listing.organisation is not None:
        thing["offeredBy"] = {"@type": "Organization", "name": listing.organisation.name}
    return thing
