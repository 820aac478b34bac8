# What every script here starts with: strict mode, the root of the repository as the working folder,
# and four ways to speak. Sourced, never run.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}"

say() { printf '%s\n' "$*" >&2; }
fail() { say "error: $*"; exit 1; }
skip() { say ""; say "SKIPPED: $*"; say ""; }

# Skips loudly at a desk, fails where everything has to be there.
miss() {
  [ "${CI:-}" != true ] || fail "$*"
  skip "$*"
}

need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || fail "$tool is missing (README.md lists what the tests need)"
  done
}

# Runs a command as root where we may: as root itself, or with a sudo that asks nothing.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# A port of the loopback interface that nobody listens on right now.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  echo "$port"
}
