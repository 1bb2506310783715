#!/usr/bin/env bash
# What action.yml runs: scans, annotates the lines of the pull request, and leaves the Markdown report as the step's summary.
set -euo pipefail

# The lines of a text that are not empty, as words of their own.
lines() {
  local line
  words=()
  while IFS= read -r line; do
    line="${line#"${line%%[![:space:]]*}"}"
    line="${line%"${line##*[![:space:]]}"}"
    if [ -n "$line" ]; then words+=("$line"); fi
  done <<< "$1"
}

if command -v archway > /dev/null; then
  archway=(archway)
else
  # Of the commit that the workflow names, and of no other.
  dotnet publish "$GITHUB_ACTION_PATH/src/Archway.Cli" --configuration Release --verbosity quiet --nologo --output "$RUNNER_TEMP/archway" >&2
  archway=(dotnet "$RUNNER_TEMP/archway/archway.dll")
fi

scan=(scan --format github)
lines "${INPUT_PLATFORMS:-}"
for platform in "${words[@]}"; do scan+=(--platform "$platform"); done
lines "${INPUT_REPORTS:-}"
for report in "${words[@]}"; do scan+=(--output "$report"); done
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then scan+=(--output "markdown=$GITHUB_STEP_SUMMARY"); fi
if [ -n "${INPUT_FAIL_ON:-}" ]; then scan+=(--fail-on "$INPUT_FAIL_ON"); fi
if [ -n "${INPUT_CHANGED_SINCE:-}" ]; then scan+=(--changed-since "$INPUT_CHANGED_SINCE"); fi
if [ -n "${INPUT_BASELINE:-}" ]; then scan+=(--baseline "$INPUT_BASELINE"); fi
case "${INPUT_VERIFY:-false}" in
  true) scan+=(--verify) ;;
  false) ;;
  *) echo "archway: the input verify takes true or false, not '$INPUT_VERIFY'" >&2; exit 2 ;;
esac
lines "${INPUT_ARGUMENTS:-}"
scan+=("${words[@]}")
lines "${INPUT_TARGETS:-.}"
exec "${archway[@]}" "${scan[@]}" -- "${words[@]}"
