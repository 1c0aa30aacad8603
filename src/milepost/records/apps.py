"""The record as Django knows it."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The one application of Milepost that has tables."""

    name = "milepost.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
