# One image for the site, its workers, beat and the commands of manage.py; docker-compose.yml says which.
# NOTICE names the parts under other licences that come into it.

FROM python:3.11-slim-bookworm AS build
WORKDIR /srv/rodnik
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements.txt ./
RUN python -m venv /opt/venv \
 && /opt/venv/bin/python -m pip install --require-hashes --no-deps --only-binary :all: -r requirements.txt
COPY . .
# Each static file is named by its content, and packed. Settings want a secret: they make one in a folder
# that does not leave this stage. What they collect, and perhaps what came from the host, only its owner and
# group may read; in the image everybody may.
RUN DATA_DIR=/tmp/build STATIC_ROOT=/srv/static /opt/venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
 && /opt/venv/bin/python -m pip uninstall --yes pip setuptools \
 && python -m compileall -q -j 0 /srv/rodnik \
 && chmod -R a+rX,go-w /srv/rodnik /srv/static

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="Rodnik" \
      org.opencontainers.image.description="A self-hosted memorial site" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="MIT AND GPL-3.0-or-later"
# The same number on every host, so that a volume keeps its owner. Its folders are made here: a new named
# volume takes owner and mode from them.
RUN groupadd --gid 10001 rodnik \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin rodnik \
 && install -d -o 10001 -g 10001 -m 0750 /data /data/media \
 && install -d -o 10001 -g 10001 -m 0700 /data/mail /data/beat
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/static /srv/static
COPY --from=build /srv/rodnik /srv/rodnik
WORKDIR /srv/rodnik
ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PYTHONUTF8=1 \
    DATA_DIR=/data \
    STATIC_ROOT=/srv/static
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["python", "-m", "gunicorn", "config.wsgi", "-c", "python:config.gunicorn", "--bind", "0.0.0.0:8000"]
