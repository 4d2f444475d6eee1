# The portal's one image: web servers, workers and the clock differ by their command alone.
# Packages are wheels whose hashes stand in requirements.lock; nothing is compiled, and neither
# pip nor a compiler is in what runs. The libraries they link against (libc, libm, libstdc++,
# libgcc, zlib) are in Debian's slim image.
ARG PYTHON=3.13-slim-bookworm

FROM python:${PYTHON} AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv --without-pip /opt/portal
COPY requirements.lock /tmp/requirements.lock
RUN pip --python /opt/portal/bin/python install \
    --require-hashes --only-binary :all: --compile -r /tmp/requirements.lock

FROM python:${PYTHON}
ENV PATH=/opt/portal/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PORTAL_ENV=production \
    PORTAL_VAR=/srv/var
# Whoever broke into the process finds no package manager of Python's to bring more.
RUN pip uninstall --yes --quiet --root-user-action=ignore pip \
    && groupadd --system --gid 10001 portal \
    && useradd --system --uid 10001 --gid portal --no-create-home --shell /usr/sbin/nologin portal
COPY --from=packages /opt/portal /opt/portal
WORKDIR /srv/portal
COPY manage.py pyproject.toml LICENSE ./
COPY portal portal
COPY projects projects
COPY feedback feedback
COPY templates templates
COPY static static
# Hashed names are made once, here: what runs writes below /srv/var/work and /tmp alone. The key
# signs nothing and stays in no layer. An embedded portal closes what it writes to others: here the
# processes are others, who read the files and own nothing but the folders that they work in.
RUN PORTAL_ENV=embedded SECRET_KEY=only-for-this-step \
        python manage.py collectstatic --no-input --verbosity 0 \
    && chmod -R a+rX,go-w /srv/var/static \
    && python -m compileall -q portal projects feedback manage.py \
    && mkdir -p /srv/var/work /srv/var/models /srv/var/c2pa \
    && chown portal:portal /srv/var/work /srv/var/models /srv/var/c2pa

USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
# Of a web server; compose.yaml has another for processes that listen to no port.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz/', timeout=4)"]
CMD ["python", "-m", "uvicorn", "portal.asgi:application", "--host", "0.0.0.0", "--port", "8000", \
     "--no-access-log", "--no-proxy-headers", "--ws-max-size", "65536", "--ws", "websockets-sansio", \
     "--ws-per-message-deflate", "false", "--timeout-graceful-shutdown", "30"]
