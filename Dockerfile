# The HTTP service. Building this image has not been tried: it was written without a container engine.
# Pinned by tag, because the digest could not be looked up either; add "@sha256:…" when you build it.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    NUMBA_CACHE_DIR=/app/.kernels

WORKDIR /app

# The locked requirements first: they change less often than the code.
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock

COPY pyproject.toml README.md LICENSE ./
COPY matcher ./matcher
COPY api ./api
COPY data ./data
RUN pip install --no-index --no-deps --no-build-isolation --editable . \
    && useradd --system --no-create-home --shell /usr/sbin/nologin placements \
    && mkdir .kernels /var/lib/placements && chown placements .kernels /var/lib/placements

USER placements
# Compiled now, so that the first question does not wait for it.
RUN python -m matcher.model.compile
EXPOSE 8000

# The database's file where none is named: on a volume, so that it outlives the container. For PostgreSQL set
# PLACEMENT_DATABASE_URL. Before the first start, and after each new image: `placements db upgrade`
# (docs/ops/runbook.md); the server never changes a database's version by itself.
# It refuses to start with settings that are not safe, and says which (docs/service/people.md).
ENV PLACEMENT_PROFILE=production
ENV PLACEMENT_DATABASE_URL=sqlite:////var/lib/placements/placements.db
VOLUME /var/lib/placements

# Alive, not ready: a container that is killed because its database is away helps nobody.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/livez', timeout=4)"]

CMD ["placements", "serve", "--host", "0.0.0.0", "--port", "8000"]
