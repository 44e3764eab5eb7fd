"""What the doors need."""

import pytest


@pytest.fixture(autouse=True)
def _own_storage(tmp_path, settings) -> None:
    own = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": own}
