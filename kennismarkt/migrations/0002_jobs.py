"""The queue of jobs as the workplace shows it, and why jobs failed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kennismarkt", "0001_initial"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations = [
        migrations.CreateModel(
            name="JobFailure",
            fields=[
                ("job", models.BigIntegerField(primary_key=True, serialize=False)),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Job",
            fields=[],
            options={"verbose_name": "taak", "verbose_name_plural": "taken", "proxy": True, "indexes": [], "constraints": []},
            bases=("procrastinate.procrastinatejob",),
        ),
    ]
