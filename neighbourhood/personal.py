"""The social map: about areas, organisations and places, not about people."""

from kennismarkt import inventory

inventory.nothing("neighbourhoods and what they aim at", "neighbourhood.Area", "neighbourhood.AreaGoal")
inventory.nothing(
    "what organisations say of themselves in public, kept up to date by their own people; no names of people belong there",
    "neighbourhood.Organisation",
    "neighbourhood.Place",
)
