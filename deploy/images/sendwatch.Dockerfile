# The small image: exporter, migrations and every command of `sendwatch`. Airflow has its own (airflow.Dockerfile).
# Build from the top of the checkout: docker build --file deploy/images/sendwatch.Dockerfile --tag sendwatch:0.1.0 .
FROM python:3.11.14-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1
RUN python -m venv --without-pip /opt/sendwatch
WORKDIR /src

# Dependencies first: this layer is built again only when the lock changes.
COPY deploy/locks/base.lock deploy/locks/
RUN pip --python /opt/sendwatch/bin/python install --require-hashes --requirement deploy/locks/base.lock

COPY pyproject.toml README.md ./
COPY board board
COPY dashboards dashboards
COPY diis diis
COPY dsr dsr
COPY metrics metrics
COPY sendwatch sendwatch
# The lock holds the build backend too: it makes the wheel here and is then taken out, so that the image cannot build.
RUN pip --python /opt/sendwatch/bin/python install --no-deps --no-index --no-build-isolation . \
    && pip --python /opt/sendwatch/bin/python uninstall --yes hatchling editables trove-classifiers

FROM python:3.11.14-slim-bookworm
ENV PATH=/opt/sendwatch/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 TZ=UTC
RUN pip uninstall --yes pip setuptools wheel \
    && groupadd --gid 50000 sendwatch \
    && useradd --uid 50000 --gid sendwatch --home-dir /var/lib/sendwatch --shell /usr/sbin/nologin sendwatch \
    && install --directory --owner=sendwatch --group=sendwatch --mode=0700 \
        /var/lib/sendwatch /var/lib/sendwatch-key /var/lib/sendwatch-register-key /var/lib/sendwatch-anchors \
        /var/lib/sendwatch-journal
COPY --from=build /opt/sendwatch /opt/sendwatch
COPY --chmod=755 deploy/images/answers /usr/local/bin/
USER 50000:50000
WORKDIR /var/lib/sendwatch
# No HEALTHCHECK: the image runs several commands, and compose.yaml says how each is asked.
CMD ["sendwatch", "--help"]
