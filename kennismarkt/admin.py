"""The queue of jobs in the workplace: for the owners of the installation, who see what failed and why, and try again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kennismarkt import jobqueue
from kennismarkt.errors import Refused
from kennismarkt.models import Job, JobFailure
from kennismarkt.workplace import AreaAdmin, Need, needs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.utils.safestring import SafeString
    from django_stubs_ext import StrOrPromise

STATES = {
    "todo": _("wacht"),
    "doing": _("bezig"),
    "failed": _("mislukt"),
    "succeeded": _("gedaan"),
    "cancelled": _("afgezegd"),
    "aborted": _("afgebroken"),
}


@needs
def what_owners_wait_for(request: HttpRequest) -> Iterable[Need]:
    """Tell the owners of the installation which jobs failed."""
    if request.user.is_superuser:
        failed = jobqueue.failures().count()
        yield Need(
            ngettext("mislukte taak", "mislukte taken", failed),
            failed,
            f"{reverse('admin:kennismarkt_job_changelist')}?toestand=failed",
        )


class StateFilter(admin.SimpleListFilter):
    """Jobs that wait, run or failed."""

    title = _("toestand")
    parameter_name = "toestand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, StrOrPromise]]:
        """Offer the states that last."""
        return [(state, STATES[state]) for state in ("todo", "doing", "failed")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        """Narrow to the chosen state."""
        return queryset.filter(status=self.value()) if self.value() in STATES else queryset


@admin.register(Job)
class JobAdmin(AreaAdmin):
    """Jobs, newest first; no duty covers them, so only the owners come in."""

    duties: ClassVar[dict[str, tuple[str, ...]]] = {}
    list_display = ("task_name", "state", "since", "attempts", "about", "reason")
    list_display_links = None
    list_filter = (StateFilter,)
    ordering = ("-pk",)
    actions = ("try_again",)  # type: ignore[assignment]  # the lists of areas have none

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        """Jobs with the reason of their latest failure."""
        reasons = JobFailure.objects.filter(job=OuterRef("pk")).values("reason")
        jobs = jobqueue.with_moments(super().get_queryset(request))
        return jobs.annotate(failure=Subquery(reasons))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Jobs come from what people do."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Jobs are what they are."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Jobs go when they are done."""
        return False

    @admin.display(description=_("toestand"), ordering="status")
    def state(self, job: Job) -> StrOrPromise:
        """Tell how it is with this job."""
        return STATES.get(job.status, job.status)

    @admin.display(description=_("sinds"), ordering="since")
    def since(self, job: Any) -> datetime:
        """Tell since when it is so."""
        moment: datetime = job.since
        return moment

    @admin.display(description=_("nummers"))
    def about(self, job: Job) -> str:
        """Tell what it is about; only numbers travel."""
        return ", ".join(f"{name} {value}" for name, value in job.args.items())

    @admin.display(description=_("reden"))
    def reason(self, job: Any) -> SafeString | str:
        """Tell why it failed the last time: the kind of error, and unfolded where."""
        if not job.failure:
            return ""
        kind, _line, where = job.failure.partition("\n")
        return format_html("<details><summary>{}</summary><pre>{}</pre></details>", kind, where)

    @admin.action(description=_("Probeer opnieuw"))
    def try_again(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        """Put the failed ones among the chosen back in the queue."""
        done = 0
        for job in jobs:
            try:
                jobqueue.retry(job)
                done += 1
            except Refused as refused:
                messages.error(request, f"{job.pk}: {refused.message}")
        if done:
            messages.success(request, ngettext("%d taak wacht weer.", "%d taken wachten weer.", done) % done)
