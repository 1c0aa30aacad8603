"""The pages as Django knows them."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, template tags and static files; no tables."""

    name = "milepost.web"
    label = "web"
