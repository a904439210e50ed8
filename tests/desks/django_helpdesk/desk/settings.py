"""Settings of the sample desk: django-helpdesk on SQLite, for a loopback port alone.

`DESK_DATA` names the folder of the database and of the attachments, `DESK_SECRET`
is a random string of the one who starts it. Nothing is sent: mail ends in a dummy
back end, and the pages take their scripts and styles from the package.
"""
import os
from pathlib import Path

DATA = Path(os.environ["DESK_DATA"])
SECRET_KEY = os.environ["DESK_SECRET"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sites",
    "django.contrib.humanize",
    "django.contrib.admin",
    "rest_framework",
    "helpdesk",
    "desk",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "desk.urls"
WSGI_APPLICATION = "desk.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "db.sqlite3",
        # A mail is delivered by a process of its own while the server runs.
        "OPTIONS": {"timeout": 20},
    }
}
# Only seeds use the hashing; a slow one would add seconds to every start.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
LOGIN_URL = "/login/"
SITE_ID = 1

HELPDESK_TEAMS_MODE_ENABLED = False
# The whole first mail is kept, as a desk that gets forwarded mail needs it.
HELPDESK_FULL_FIRST_MESSAGE_FROM_EMAIL = True
