"""What the server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yipanqi.config.settings.production")
application = get_wsgi_application()
gc.collect()
gc.freeze()  # what is loaded now never becomes garbage: the collector need not walk it in the middle of a page
gc.set_threshold(20_000, 20, 50)
