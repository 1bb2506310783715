#!/bin/sh
# Builds the nightly reports image.
set -eu
docker build -f reports/Dockerfile --build-arg REPORT_BASE=python:3.12-slim -t ghcr.io/example-shop/reports:"$1" reports
