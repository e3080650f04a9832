"""The workplace of coordinators, moderators and connectors: Django's admin with our look and rights.

What somebody may do here is told per area by the duties they were appointed to, and ends at its border: in lists,
counts, filters, choices and addresses alike. The owners of the installation (superusers) may do everything.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, cast

from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, FieldDoesNotExist, PermissionDenied
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kennismarkt import access
from kennismarkt.errors import Refused

if TYPE_CHECKING:
    from django.db.models.fields.related import ForeignKey
    from django_stubs_ext import StrOrPromise

    Base = BaseModelAdmin[Any]
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    InlineFormSet = BaseInlineFormSet[Any, Any, Any]
else:
    InlineFormSet = BaseInlineFormSet
    Base = BaseModelAdmin
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline

# The duties of `accounts.models.Duty`, by the names they are stored under.
COORDINATOR, MODERATOR, CONNECTOR = "coordinator", "moderator", "connector"
EVERY_DUTY = (COORDINATOR, MODERATOR, CONNECTOR)


# A filter with more choices than this is looked for in vain; searching by name does it then.
MOST_CHOICES = 60
# Digits that fit in a number of the database.
LONGEST_NUMBER = 19
# Pages that libraries register for tables of theirs, which no duty covers: groups, addresses, their own tags.
LEFT_OUT = frozenset({"auth", "account", "mfa", "taggit", "usersessions", "procrastinate"})


@dataclass(frozen=True)
class Need:
    """Something that waits for somebody: what, how many, and where to go."""

    label: StrOrPromise
    count: int
    url: str


Finder = Callable[[HttpRequest], Iterable[Need]]
finders: list[Finder] = []


def needs(finder: Finder) -> Finder:
    """Register a function that tells what waits for who is asking; it counts within their own areas only."""
    finders.append(finder)
    return finder


def needs_of(request: HttpRequest) -> list[Need]:
    """Everything that waits for who is asking; what doesn't wait is left out."""
    return [need for finder in finders for need in finder(request) if need.count]


@dataclass(frozen=True)
class Fact:
    """Something worth knowing that asks for nothing: what, and how many."""

    label: StrOrPromise
    count: int


FactFinder = Callable[[HttpRequest], Iterable[Fact]]
fact_finders: list[FactFinder] = []


def facts(finder: FactFinder) -> FactFinder:
    """Register a function that tells what is worth knowing to who is asking, of their own areas only."""
    fact_finders.append(finder)
    return finder


def facts_of(request: HttpRequest) -> list[Fact]:
    """Everything worth knowing to who is asking; nothing counts too."""
    return [fact for finder in fact_finders for fact in finder(request)]


class Worker(Protocol):
    """Somebody at work here: an account as `accounts` makes them."""

    is_active: bool
    is_superuser: bool

    def areas_with(self, *duties: str) -> set[int]:
        """Areas in which this person holds one of `duties`."""


def areas_with(request: HttpRequest, *duties: str) -> set[int] | None:
    """Areas in which who is asking holds one of `duties`; None for everywhere."""
    worker = cast("Worker", request.user)
    return None if worker.is_superuser else worker.areas_with(*duties)


class Workplace(AdminSite):
    """Django's admin, opened by appointment; its first page says what needs you."""

    site_header = _("Werkplek")
    site_title = _("Werkplek")
    index_title = _("Wat heeft mij nodig?")
    enable_nav_sidebar = False
    empty_value_display = "–"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take in pages for what is ours, and leave out those of libraries."""
        offered: list[type[models.Model]] = (
            [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        )
        ours = [model for model in offered if model._meta.app_label not in LEFT_OUT]
        super().register(ours, admin_class, **options)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Open `view` for the appointed; a question that the database can't read (NUL) is a bad one (400)."""
        opened: Callable[..., HttpResponseBase] = super().admin_view(view, cacheable)

        @wraps(opened)
        def readable(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if "%00" in request.META["QUERY_STRING"]:
                raise BadRequest
            return opened(request, *args, **kwargs)

        return readable

    @access.workplace
    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show what needs whoever is looking, then what there is."""
        return super().index(request, {**(extra_context or {}), "needs": needs_of(request), "facts": facts_of(request)})

    @access.workplace
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:  # type: ignore[override]  # sends to our own page
        """Sign in where everybody does; who is signed in and comes here has no business here."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    @access.workplace
    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:  # type: ignore[override]  # sends to our own page
        """Sign out where everybody does."""
        return redirect("account_logout")

    @access.workplace
    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:  # type: ignore[override]  # sends to our own page
        """Change a password where everybody does."""
        return redirect("account_change_password")


class Bordered(Base):
    """Rights that end at the border of an area; for pages and for the tables inside them."""

    # From the model to its area, as a lookup; "pk" for the area itself.
    area_path: ClassVar[str] = "area"
    # Which duties may do what ("view", "add", "change", "delete"); what isn't named is for owners only.
    duties: ClassVar[dict[str, tuple[str, ...]]] = {"view": EVERY_DUTY}

    def areas(self, request: HttpRequest, action: str) -> set[int] | None:
        """Areas in which who is asking may do `action`; None for everywhere."""
        return areas_with(request, *self.duties.get(action, ()))

    def area_of(self, thing: models.Model) -> int | None:
        """Number of the area that `thing` lies in."""
        *steps, last = self.area_path.split("__")
        for step in steps:
            thing = getattr(thing, step)
        area: int | None = thing.pk if last == "pk" else getattr(thing, f"{last}_id", None)
        return area

    def permits(self, request: HttpRequest, action: str, thing: models.Model | None) -> bool:
        """Whether who is asking may do `action` to `thing`, or to anything when it is None."""
        areas = self.areas(request, action)
        if areas is None:
            return bool(request.user.is_active)
        return bool(areas) if thing is None else self.area_of(thing) in areas

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether there is anything to see here."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the duties say so, here."""
        return self.permits(request, "view", obj) or self.permits(request, "change", obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the duties say so, somewhere."""
        return self.permits(request, "add", None)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the duties say so, here."""
        return self.permits(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the duties say so, here."""
        return self.permits(request, "delete", obj)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Everything of the areas that who is asking may look into, and nothing else."""
        return within(super().get_queryset(request), self.area_path, self.areas(request, "view"))

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """Offer, and accept, only what lies within the areas of who is asking."""
        kwargs.setdefault("queryset", self.choices(db_field, request))
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Completed(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def choices(self, db_field: ForeignKey[Any, Any], request: HttpRequest) -> models.QuerySet[Any]:
        """What `db_field` may point at: as the list of those things shows, and no area without the right to write there."""
        things = visible_things(self.admin_site, db_field.remote_field.model, request)
        if db_field.name != self.area_path:
            return things
        added, changed = self.areas(request, "add"), self.areas(request, "change")
        return things if added is None or changed is None else things.filter(pk__in=added | changed)


def within(things: models.QuerySet[Any], path: str, areas: set[int] | None) -> models.QuerySet[Any]:
    """Those of `things` that lie in `areas` (everywhere when None)."""
    return things if areas is None else things.filter(**{f"{path}__in": areas})


def visible_things(site: AdminSite, model: type[models.Model], request: HttpRequest) -> models.QuerySet[Any]:
    """What who is asking sees in the list of `model`; nothing where there is no list."""
    registered = site._registry.get(model)
    if registered is not None:
        return registered.get_queryset(request)
    everything = model._default_manager.all()
    return everything if request.user.is_superuser else everything.none()


def number_on_page(request: HttpRequest) -> int | None:
    """Number of the thing that the address of this page names, if it is one."""
    match = request.resolver_match
    named = match.kwargs.get("object_id", "") if match else ""
    return int(named) if named.isdecimal() and len(named) < LONGEST_NUMBER else None


class Completed(AutocompleteSelect):
    """Django's own box that completes a name; that one breaks on a value that is no number, here it is nothing chosen."""

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> list[Any]:
        """Offer what is chosen, where it can be."""
        numbers = [each for each in value if each.isdecimal() and len(each) < LONGEST_NUMBER]
        groups: list[Any] = super().optgroups(name, numbers, attr)
        return groups


class BorderedFilter(admin.RelatedFieldListFilter):
    """A filter that names only what who is asking may see, and stays away when that is too much to choose from."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        """Choices as in the list of those things."""
        things = visible_things(model_admin.admin_site, field.remote_field.model, request)
        offered = [(thing.pk, str(thing)) for thing in things[: MOST_CHOICES + 1]]
        return offered if len(offered) <= MOST_CHOICES else []


def unworded(entries: Any) -> Any:
    """Take the words of people out of what the log of the workplace just wrote down: the kind and number of a thing say enough."""
    for entry in entries if isinstance(entries, list) else [entries]:
        said = json.loads(entry.change_message) if entry.change_message.startswith("[") else []
        for each in (facts for message in said for facts in message.values() if "object" in facts):
            each["object"] = ""
        entry.object_repr = f"{entry.content_type} {entry.object_id}"
        entry.change_message = json.dumps(said) if said else ""
        LogEntry.objects.filter(pk=entry.pk).update(object_repr=entry.object_repr, change_message=entry.change_message)
    return entries


class Unworded(ModelAdmin):
    """Pages whose doings are logged by number: a log outlives what it is about, and must not keep its words."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Log that something came."""
        return unworded(super().log_addition(request, obj, message))

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Log that something changed."""
        return unworded(super().log_change(request, obj, message))

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Log that something went."""
        return unworded(super().log_deletions(request, queryset))


class AreaAdmin(Bordered, Unworded):
    """A list and its pages within the areas of who is asking."""

    # Deleting in bulk asks for no rights per thing, so it isn't offered.
    actions = None
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Nothing moves to another area once it is there, except by owners."""
        fixed = tuple(super().get_readonly_fields(request, obj))
        return fixed if obj is None or request.user.is_superuser or not self.has_area_field() else (*fixed, self.area_path)

    def has_area_field(self) -> bool:
        """Whether the area is a field of the thing itself."""
        try:
            self.opts.get_field(self.area_path)
        except FieldDoesNotExist:
            return False
        return self.area_path != "pk"

    def choices(self, db_field: ForeignKey[Any, Any], request: HttpRequest) -> models.QuerySet[Any]:
        """What lies within reach, and what the thing on this page points at already: saving must not lose it."""
        offered = super().choices(db_field, request)
        on_page = self.model._default_manager.filter(pk=number_on_page(request))
        reachable = models.Q(pk__in=offered.order_by().values("pk")) | models.Q(pk__in=on_page.values(db_field.name))
        things: models.QuerySet[Any] = offered.model._default_manager.filter(reachable)
        return things

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Fill in the area of who works in one area only."""
        initial: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        areas = self.areas(request, "add")
        if areas is not None and len(areas) == 1:
            initial.setdefault(self.area_path, next(iter(areas)))
        return initial

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:  # type: ignore[override]  # Django hands the request since 5.0
        """Filter by what the list offers; no looking through to other things."""
        return super().lookup_allowed(lookup, value, request) and not lookup.startswith("user__")


def decided(request: HttpRequest, verb: Callable[[], object], done: str) -> bool:
    """Do it and say so, or say why not; return whether it was done."""
    try:
        verb()
    except Refused as refused:
        messages.error(request, str(refused.message))
        return False
    messages.success(request, done)
    return True


class Desk(AreaAdmin):
    """A list that is decided on, not edited: what is decided goes through verbs, on pages of its own."""

    def page(self, request: HttpRequest, name: str, title: StrOrPromise, status: int = 200, **context: Any) -> TemplateResponse:
        """Return a page of the workplace."""
        shared = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return TemplateResponse(request, f"admin/{self.opts.app_label}/{name}.html", {**shared, **context}, status=status)

    def may_look(self, request: HttpRequest) -> None:
        """Raise `PermissionDenied` for who holds no duty that covers this list."""
        if not self.has_view_permission(request):
            raise PermissionDenied

    def one(self, request: HttpRequest, object_id: str) -> Any:
        """Return the thing of that number, if it lies within the border (404 otherwise)."""
        self.may_look(request)
        if not (object_id.isascii() and object_id.isdecimal() and len(object_id) < LONGEST_NUMBER):
            raise Http404
        return get_object_or_404(self.get_queryset(request), pk=int(object_id))


class Rows(InlineFormSet):
    """Rows of a table inside a page, of which each box says what it does."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Name the box that removes a row."""
        super().add_fields(form, index)
        if DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].widget.attrs["aria-label"] = _("Haal deze regel weg")


class AreaInline(Bordered, TabularInline):
    """A table inside a page, with the rights of its own."""

    formset = Rows

    extra = 0
