#!/usr/bin/env bash
# What the distribution provides, for the Makefile: installs what is missing, where this user may, and nothing twice.
#
#   deploy/machine.sh venv   Python's venv module                       fails when it cannot be had
#   deploy/machine.sh run    Prometheus                                 says so and goes on without it
#   deploy/machine.sh test   Prometheus with promtool, PostgreSQL       fails when they cannot be had
set -euo pipefail

has_prometheus() { command -v prometheus >/dev/null && command -v promtool >/dev/null; }
has_postgresql() { command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }

as_root=()
may_install() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" -eq 0 ] && return 0
    command -v sudo >/dev/null && sudo -n true 2>/dev/null && as_root=(sudo -n)
}

# Debian starts a server as soon as its package is installed, on every network interface in Prometheus' case. We only
# want the programs: policy-rc.d is Debian's own way to say so, and it is taken away again if it was not there before.
policy=/usr/sbin/policy-rc.d
install_packages() {
    if [ ! -e "$policy" ]; then
        trap '"${as_root[@]}" rm -f "$policy"' EXIT
        printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
        "${as_root[@]}" chmod 755 "$policy"
    fi
    echo "Installing from the distribution: $*"
    "${as_root[@]}" apt-get -qq update
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "$@" >/dev/null
    # Nor at the next start of the machine: these packages came for their programs.
    if [ -d /run/systemd/system ]; then
        "${as_root[@]}" systemctl --quiet disable "$@" 2>/dev/null || true
    fi
}

missing=()
case "${1:-}" in
    venv) missing+=(python3-venv) ;;
    run) has_prometheus || missing+=(prometheus) ;;
    test)
        has_prometheus || missing+=(prometheus)
        has_postgresql || missing+=(postgresql)
        ;;
    *)
        echo "usage: deploy/machine.sh venv|run|test" >&2
        exit 2
        ;;
esac
[ "${#missing[@]}" -eq 0 ] && exit 0

if may_install; then
    install_packages "${missing[@]}"
elif [ "$1" = run ]; then
    echo "Prometheus is not installed and this user may not install it; going on without metrics history and alerts."
    echo "To have them: sudo apt install ${missing[*]}"
else
    echo "Missing, and this user may not install it. Please run: sudo apt install ${missing[*]}" >&2
    exit 1
fi
