import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0004_existing_results")]
    operations = [
        migrations.AlterField(
            model_name="attempt",
            name="revision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="submissions.revision"
            ),
        ),
    ]
