"""An uploaded file, known by its content."""

from django.db import models

from yipanqi.org.models import Unit


class Attachment(models.Model):
    """Evidence: the bytes lie in the storage under `stored_as`; `sha256` says they are unchanged."""

    name = models.CharField(max_length=200)
    stored_as = models.CharField(max_length=200, unique=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    why = models.CharField(max_length=300, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT)
    uploaded_by_key = models.CharField(max_length=80)
    uploaded_by_label = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return self.name


class Attaching(models.Model):
    """An attachment belongs to a thing of any room, named by its kind (`targets.target`) and key."""

    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="attachings")
    subject_kind = models.CharField(max_length=80)
    subject_key = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attachment", "subject_kind", "subject_key"], name="files_attached_once"
            )
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_key"], name="files_attaching_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_key}: {self.attachment}"
