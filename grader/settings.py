"""Settings. Everything that an installation may change comes from the environment and is read here, and only here.

GRADER_DATA        folder of the embedded service: database, queue, key, static files (default: var/ beside the code)
DATABASE_URL       postgres://user:password@host/name or sqlite:///PATH (default: SQLite in GRADER_DATA)
REDIS_URL          redis://host/0, Celery's broker (default: files in GRADER_DATA)
GRADER_SANDBOX     auto, docker or bubblewrap: the wall that submissions are confined behind (default: auto)
GRADER_SANDBOX_SOCKETS  folder with the sockets of the compose service `sandbox`, which are used instead of an engine
GRADER_SANDBOX_RUNS     runs that a container serves before a fresh one takes its place (default: 200; 1: each its own)
SECRET_KEY         or SECRET_KEY_FILE (default: the file that ``grader up`` makes in GRADER_DATA)
ALLOWED_HOSTS      names under which the site is reached, separated by commas
HTTPS              True where the site is reached by HTTPS only
DEBUG              True shows stack traces to everyone
"""

from pathlib import Path
from typing import Any

from grader import env, stores

BASE_DIR = Path(__file__).resolve().parent.parent
DATA = env.path("GRADER_DATA", BASE_DIR / "var")

DEBUG = env.boolean("DEBUG", default=False)
# Django refuses an empty key where it is first used, so commands that sign nothing work without one.
SECRET_KEY_GIVEN = env.secret("SECRET_KEY")
SECRET_KEY = SECRET_KEY_GIVEN or stores.kept_key(DATA)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "submissions",
    "worker",
    "web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "web.middleware.protect",
]

ROOT_URLCONF = "grader.urls"
ASGI_APPLICATION = "grader.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": stores.database(env.secret("DATABASE_URL"), DATA)}

AUTH_USER_MODEL = "submissions.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

# By such a link people set the first password of an account that was made for them from a roster.
PASSWORD_RESET_TIMEOUT = 14 * 24 * 3600

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"

# A submission is at most 256 KB of text; what is much larger is cut off before it is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 << 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 << 20

HTTPS = env.boolean("HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"

SANDBOX = env.choice("GRADER_SANDBOX", ("auto", "docker", "bubblewrap"))
SANDBOX_SOCKETS = env.path("GRADER_SANDBOX_SOCKETS") if env.text("GRADER_SANDBOX_SOCKETS") else None
SANDBOX_RUNS = env.integer("GRADER_SANDBOX_RUNS", default=200)

# How long one try may take before another worker takes over; a live worker extends it every third of that time.
LEASE_SECONDS = env.integer("LEASE_SECONDS", default=30)

CELERY_BROKER_URL, CELERY_BROKER_TRANSPORT_OPTIONS = stores.broker(env.secret("REDIS_URL"), DATA)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True  # the database holds what came of a task
CELERY_TASK_ACKS_LATE = True
# Redelivery after a lost child repeats without end (celery.Task.reject_on_worker_lost); the sweeper counts tries.
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_TASK_DEFAULT_QUEUE = "grade"
CELERY_TASK_QUEUES = {name: {"exchange": name, "routing_key": name} for name in ("grade", "regrade")}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 30.0  # a process of the pool opens its sandbox before it says that it is up
CELERY_TASK_TIME_LIMIT = 120  # nothing that is allowed takes as long; what hangs is killed, its lease runs out
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_SEND_TASK_EVENTS = False

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "WARNING")},
    "loggers": {name: {"level": "INFO"} for name in ("grader", "submissions", "worker")},
}
