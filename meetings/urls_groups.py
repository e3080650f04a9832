"""Addresses of preparation groups: putting one together, its own page, the tables."""

from __future__ import annotations

from django.urls import URLPattern, path

from meetings import views_composing, views_groups

GROUP = "bijeenkomsten/<int:pk>/groepje/"

urlpatterns: list[URLPattern] = [
    # Putting it together
    path(f"{GROUP}samenstellen/", views_composing.compose, name="compose_group"),
    path(f"{GROUP}ik-doe-mee/", views_composing.wish, name="wish_to_prepare"),
    path(f"{GROUP}toch-niet/", views_composing.wish_no_more, name="wish_no_more"),
    path(f"{GROUP}voorstel/", views_composing.propose, name="propose_group"),
    path(f"{GROUP}wissel/", views_composing.swap, name="swap_in_group"),
    path(f"{GROUP}tweede/", views_composing.take_runner_up, name="take_runner_up"),
    path(f"{GROUP}afspreken/", views_composing.agree, name="agree_group"),
    path(f"{GROUP}vooruit/", views_composing.plan_ahead, name="plan_groups_ahead"),
    # At work
    path(GROUP, views_groups.group, name="prep_group"),
    path(f"{GROUP}leden/<int:member>/vervangen/", views_groups.step_out, name="step_out_of_group"),
    path(f"{GROUP}onderdeel/", views_groups.add_item, name="add_item"),
    path(f"{GROUP}onderdeel/<int:item>/", views_groups.change_item, name="change_item"),
    path(f"{GROUP}onderdeel/<int:item>/verplaats/", views_groups.move_item, name="move_item"),
    path(f"{GROUP}onderdeel/<int:item>/weg/", views_groups.remove_item, name="remove_item"),
    path(f"{GROUP}volgorde/", views_groups.order_items, name="order_items"),
    path(f"{GROUP}bouwstenen/", views_groups.blocks, name="building_blocks"),
    path(f"{GROUP}nodig/", views_groups.need, name="need_material"),
    path(f"{GROUP}nodig/<int:material>/", views_groups.tick, name="tick_material"),
    path(f"{GROUP}nodig/<int:material>/weg/", views_groups.need_no_more, name="need_no_more"),
    path(f"{GROUP}gesprek/", views_groups.say, name="say_in_group"),
    path(f"{GROUP}tafels/", views_groups.tables, name="table_groups"),
]
