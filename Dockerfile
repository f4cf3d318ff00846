# The service in a container: two stages, so that what installs packages stays behind. It runs as a user with no
# rights, and needs no file that it could write: run it with a read-only file system (compose.yaml does).
# A registry may move a tag; pin the digest of this base when you build for a registry of your own.
FROM python:3.11.14-slim-bookworm AS packages
WORKDIR /install
COPY requirements.txt ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements.txt

FROM python:3.11.14-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 HOST=0.0.0.0 PORT=8000
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin check
COPY --from=packages /venv /venv
WORKDIR /srv/check
COPY wsgi.py serve.py config.py site_settings.py ./
COPY app ./app
RUN python -m compileall -q .
ENV PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
EXPOSE 8000
# Makes a PDF the first time, then only says so: the same question a load balancer asks.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as ask; ask.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/readyz', timeout=2)"]
CMD ["python", "-m", "serve"]
