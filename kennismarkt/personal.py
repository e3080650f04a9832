"""The tables of the libraries that hold nothing of people; those that do are listed by `accounts.personal`."""

from kennismarkt import inventory

inventory.nothing(
    "names of tables, rights and groups",
    "contenttypes.ContentType",
    "auth.Permission",
    "auth.Group",
    "auth.Group_permissions",
)
inventory.nothing("unused: tags have a table of their own", "taggit.Tag", "taggit.TaggedItem")
inventory.nothing(
    "jobs: numbers of things, and kinds of errors without their words",
    "kennismarkt.Job",
    "kennismarkt.JobFailure",
    "procrastinate.ProcrastinateJob",
    "procrastinate.ProcrastinateEvent",
    "procrastinate.ProcrastinatePeriodicDefer",
    "procrastinate.ProcrastinateWorker",
)
