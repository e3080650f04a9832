"""Everything that holds the code to the habits of the house; each check says by itself what is wrong."""

from __future__ import annotations

import os
import subprocess
import sys

from kennismarkt.launch import ROOT, tool

CHECKS = {
    "style": ["-m", "ruff", "check", "--quiet", "."],
    "form": ["-m", "ruff", "format", "--check", "--quiet", "."],
    "types": ["-m", "mypy"],
    "templates": ["-m", "djlint", "--quiet", "--lint", "templates"],
    "floors": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    "site": ["manage.py", "check", "--fail-level", "WARNING"],
    "migrations": ["manage.py", "makemigrations", "--check", "--dry-run"],
    "messages": ["manage.py", "messages_complete"],
}


def main() -> int:
    """Run every check, also after one that fails; return 1 when any did."""
    tool("xgettext", "gettext", ("xgettext",), ())
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "kennismarkt.settings.test"}
    failed = [name for name, command in CHECKS.items() if subprocess.call([sys.executable, *command], cwd=ROOT, env=environment)]
    print(f"Not in order: {', '.join(failed)}." if failed else "All in order.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
