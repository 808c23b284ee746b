# check-runtimes.sh: the last stages of `freehold check`. Sourced by check.sh.
#
#   host runtimes   the samples of all packs whose toolchain is on this machine, in real cells; of several versions, of the default alone
#   bundles         a few small ones, end to end: resolved anew, fetched by the package clients, built, built twice more, exported, imported
#                   into an empty store without network, and there their samples run in real cells
#
# All of it happens in a store of its own, which is deleted in the end, so that what is installed here neither helps nor suffers.

# Small, of few packages, and none that is often replaced for the sake of security.
check_bundles='lua@5.4 tcl@8.6'

check_runtimes() {
    # what is built is asked for by the command itself, which waits for this lock
    flock -u 9
    # where the cell daemon trusts the way to it, and hard links to the host's files are possible
    check_state=$(mktemp -d /var/lib/freehold-check.XXXXXX)
    chmod 755 "$check_state"
    trap 'rm -rf "$check_state"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    stage_of_suite 'host runtimes' verify_host
    if registry_answers; then
        stage_of_suite 'bundles' verify_bundles
    else
        printf '  %-16s         skipped: no registry of packages can be reached from here, by runtime lock or by apt-get update\n' 'bundles' >&2
    fi
    rm -rf "$check_state"
    trap - EXIT INT TERM
}

verify_host() { FREEHOLD_HOST=$check_state/host "$home/freehold" runtime verify --defaults; }

# Whether a registry of packages can be reached. Where we fail and the machine's own client does not, it can, and the fault is ours to show.
registry_answers() {
    FREEHOLD_HOST=$check_state/bundles "$home/freehold" runtime lock "${check_bundles%% *}" --dry-run --packs "$home/runtimes" \
        >>"$log" 2>&1 && return 0
    command -v apt-get >/dev/null || return 1
    mkdir -p "$check_state/lists/partial"
    timeout 180 apt-get -qq update -o Dir::State::lists="$check_state/lists" -o APT::Update::Error-Mode=any \
        -o Acquire::Retries=1 -o Acquire::http::Timeout=10 >>"$log" 2>&1
}

# Each bundle that was resolved and built counts as one, and as one more where it came out the same twice; so does taking all to another store.
verify_bundles() {
    FREEHOLD_HOST=$check_state/bundles
    export FREEHOLD_HOST
    cp -R "$home/runtimes" "$check_state/runtimes"
    bundles_passed=0
    bundles_failed=0
    for each in $check_bundles; do
        count_bundle "$home/freehold" runtime lock "$each" --packs "$check_state/runtimes"
        count_bundle "$home/freehold" runtime rebuild "$each" --packs "$check_state/runtimes"
    done
    # shellcheck disable=SC2086 # a list of names without spaces
    count_bundle "$home/freehold" runtime export $check_bundles --output "$check_state/bundles.tar"
    FREEHOLD_HOST=$check_state/imported
    count_bundle unshare --net -- "$home/freehold" runtime import "$check_state/bundles.tar"
    verified=$check_state/verified
    # shellcheck disable=SC2086 # a list of names without spaces
    "$home/freehold" runtime verify $check_bundles | tee "$verified"
    # shellcheck disable=SC2046 # two numbers
    set -- $(sed -n 's/^\([0-9][0-9]*\) passed, \([0-9][0-9]*\) failed$/\1 \2/p' "$verified")
    [ $# = 2 ] || set -- 0 1
    echo "$((bundles_passed + $1)) passed, $((bundles_failed + $2)) failed"
}

count_bundle() {
    if "$@"; then
        bundles_passed=$((bundles_passed + 1))
    else
        bundles_failed=$((bundles_failed + 1))
    fi
}
