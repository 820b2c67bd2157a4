import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

STATES = [("queued", "Queued"), ("running", "Running"), ("done", "Done")]
TO_DO = models.Q(("state", "done"), _negated=True)


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0006_regrades_and_failures"),
    ]

    operations = [
        migrations.CreateModel(
            name="ValidationRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(choices=STATES, default="queued", max_length=8)),
                ("token", models.UUIDField(editable=False, null=True)),
                ("lease_until", models.DateTimeField(editable=False, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("doing", models.CharField(blank=True, max_length=250)),
                ("graded", models.PositiveIntegerField(default=0)),
                ("result", models.TextField(blank=True)),
                ("fault", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("finished_at", models.DateTimeField(null=True)),
                ("resend_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="validation",
                        to="submissions.revision",
                    ),
                ),
            ],
            options={"indexes": [models.Index(condition=TO_DO, fields=["resend_at"], name="validations_to_do")]},
        ),
    ]
