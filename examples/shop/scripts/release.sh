#!/bin/sh
# Builds the nightly reports image.
set -eu
docker build -f reports/Dockerfile --build-arg REPORT_BASE="$2" -t ghcr.io/example-shop/reports:"$1" reports
