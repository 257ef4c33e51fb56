import os

from django.core.wsgi import get_wsgi_application

from config.refusal import REFUSED_IN_GUNICORN, read_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

read_settings(REFUSED_IN_GUNICORN)
application = get_wsgi_application()
