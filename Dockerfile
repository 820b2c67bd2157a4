# The image of the sandbox: Python, what a submission may import, the engine and the zygote; nothing of the service.
# `make sandbox-image` builds it; without a registry `make sandbox-image BASE=grader-base:bookworm` after `make base-image`.
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS packages
# The folder is there where make fetched the packages, for hosts whose containers reach no index.
COPY worker/sandbox/requirements.txt build/sit[e] /packages/
RUN if [ ! -d /packages/django ]; then \
        python3 -m venv /installer && \
        /installer/bin/pip install --no-cache-dir --require-hashes --target /packages -r /packages/requirements.txt; \
    fi && \
    rm -rf /packages/requirements.txt /packages/bin && \
    python3 -m compileall -q /packages
COPY checks /grader/checks
COPY worker/__init__.py /grader/worker/__init__.py
COPY worker/sandbox /grader/worker/sandbox
RUN python3 -m compileall -q /grader

FROM ${BASE} AS sandbox
# No program that changes who runs it, and no name for a machine outside.
RUN find / -xdev -type f -perm /6000 -exec chmod a-s {} + && mkdir -p /dev/shm
COPY worker/sandbox/etc/ /etc/
COPY --from=packages /packages /grader/site
COPY --from=packages /grader /grader
# As behind bubblewrap: one hash order, so that verdicts repeat, and one arena, so that limits hold what they say.
ENV LANG=C.UTF-8 PATH=/usr/local/bin:/usr/bin:/bin PYTHONPATH=/grader PYTHONHASHSEED=0 MALLOC_ARENA_MAX=1
USER 65534:65534
WORKDIR /
# The first process of a container hears no other; there is nothing that it would have to finish.
STOPSIGNAL SIGKILL
LABEL async-view-grader.image=sandbox
ENTRYPOINT ["python3", "-s", "-P", "-B", "-m", "worker.sandbox.inside.zygote", "--site", "/grader/site"]
CMD ["--listen", "/tmp"]
