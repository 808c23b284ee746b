# check.sh: `freehold check [--fast] [--fix]`. Sourced by ./freehold.
#
# What it takes and gives is told by check_help. A stage that tests nothing by itself, such as the format, counts as one test. The
# names of what failed are printed too, since a log on a machine that was thrown away helps nobody.
#
# A Java test that fails is run once more, by itself. Tests that race real processes on a busy machine fail now and then for want
# of a processor; one that then passes counts as passed, and is named as unsteady, so that it gets mended and not forgotten.

. "$home/cli/sh/stage.sh"
. "$home/cli/sh/check-nats.sh"
. "$home/cli/sh/check-runtimes.sh"

check_help() {
    cat <<'END'
Usage: freehold check [--fast] [--fix]
Builds Freehold and runs all its tests: about 20 minutes on two processors, as root, since programs run in real cells.
      --fast   what needs no root: format, analysis, unit and structure tests, tests of the C parsers
      --fix    rewrites files in the format, instead of only looking
Ends with one line, `N passed, N failed`, and status 1 when one failed. What the tools wrote is in .build/check.log.
END
}

check() {
    fast=
    fix=
    for argument in "$@"; do
        case $argument in
            --fast) fast=yes ;;
            --fix) fix=yes ;;
            --help | -h) check_help; exit ;;
            *) say "check takes --fast and --fix, and no '$argument'"; exit 64 ;;
        esac
    done
    if [ -z "$fast$fix" ] && [ "$(id -u)" != 0 ]; then
        lacking 'check runs programs in real cells, for which it must be root; without: freehold check --fast'
    fi
    forget_settings
    need_build_tools
    mkdir -p "$build"
    exec 9>"$build/lock"
    flock 9
    log=$build/check.log
    : >"$log"
    passed=0
    failed=0
    if [ -n "$fix" ]; then
        stage_of_one 'format' fix_format
        [ -n "$fast" ] || close_check
    else
        stage_of_one 'format' check_format
    fi
    find_nats
    stage_of_one 'cell daemon' make -C "$home/cell" --no-print-directory
    if [ -n "$fast" ]; then
        stage_of_java 'Java' -DexcludedGroups=cell
        stage_of_suite 'C parsers' make -C "$home/cell" --no-print-directory asan-parse
    else
        # the poms leave tests of tag cell out, for `mvn test` by whoever is not root
        stage_of_java 'Java' -DexcludedGroups=none
        stage_of_suite 'C parsers' make -C "$home/cell" --no-print-directory asan-parse
        stage_of_suite 'C' make -C "$home/cell" --no-print-directory test
        stage_of_suite 'C, sanitized' make -C "$home/cell" --no-print-directory asan-cell
        check_runtimes
    fi
    check_deploy
    close_check
}

# A shell that talks to a server has its address and key set; tests that run commands would talk to it too.
forget_settings() {
    for setting in $(env | sed -n 's/^\(FREEHOLD_[A-Z_]*\)=.*/\1/p'); do
        [ "$setting" = FREEHOLD_NATS_SERVER ] || unset "$setting"
    done
}

# Units, compose file, chart, rules and dashboard; the image takes minutes, and is checked by hand: deploy/check image.
check_deploy() {
    if python3 -c 'import yaml' 2>/dev/null; then
        stage_of_suite 'deploy' "$home/deploy/check" systemd compose chart prometheus
    else
        say 'deploy/ is not looked at: python3 or its yaml is not here (apt-get install python3-yaml)'
    fi
}

close_check() {
    [ $failed = 0 ] || say "what failed is in $log"
    echo "$passed passed, $failed failed"
    [ $failed = 0 ] || exit 1
    exit 0
}

check_format() {
    run_maven spotless:check
    ! command -v clang-format || format_c --dry-run -Werror
}

fix_format() {
    run_maven spotless:apply
    ! command -v clang-format || format_c -i
}

format_c() {
    find "$home/cell" "$home/proof" -name '*.[ch]' -not -path '*/build/*' -exec clang-format "$@" {} +
}

# The stage as a whole is one test.
stage_of_one() {
    name=$1
    shift
    begin_log "$name"
    timed "$name" "$log" "$@"
    if [ $status = 0 ]; then
        tell 1 0
    else
        tell 0 1
        tail -n 20 "$log" | sed 's/^/    /' >&2
    fi
}

# Sums up what Surefire reports. A build that broke before or between tests is one more failure.
stage_of_java() {
    name=$1
    shift
    find "$home"/*/target/surefire-reports -name 'TEST-*.xml' -exec rm -f {} + 2>/dev/null || true
    begin_log "$name"
    timed "$name" "$log" run_maven -Dmaven.test.failure.ignore=true -Dsurefire.rerunFailingTestsCount=1 test "$@"
    # shellcheck disable=SC2046 # two numbers
    set -- $(find "$home"/*/target/surefire-reports -name 'TEST-*.xml' -exec grep -h '<testsuite ' {} + 2>/dev/null | awk '
        function number(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0 }
        { bad = number("errors") + number("failures"); failed += bad; passed += number("tests") - bad - number("skipped") }
        END { print passed + 0, failed + 0 }')
    if [ $status != 0 ] && [ "$2" = 0 ]; then
        set -- "$1" 1
    fi
    tell "$1" "$2"
    find "$home"/*/target/surefire-reports -name 'TEST-*.xml' -exec awk -f "$home/cli/sh/surefire.awk" {} + >&2 2>/dev/null || true
}

# A suite says itself, in its last line of that form, how many passed and failed.
stage_of_suite() {
    name=$1
    shift
    begin_log "$name"
    suite_log=$(mktemp)
    timed "$name" "$suite_log" "$@"
    cat "$suite_log" >>"$log"
    # shellcheck disable=SC2046 # two numbers
    set -- $(sed -n 's/^\([0-9][0-9]*\) passed, \([0-9][0-9]*\) failed.*/\1 \2/p' "$suite_log" | tail -n 1)
    set -- "${1:-0}" "${2:-0}"
    if { [ $status != 0 ] || [ "$1" = 0 ]; } && [ "$2" = 0 ]; then
        set -- "$1" 1
    fi
    tell "$1" "$2"
    [ "$2" = 0 ] || { grep -a -i -A 1 'fail' "$suite_log" | tail -n 20 | sed 's/^/    /' >&2; } || true
    rm -f "$suite_log"
}

begin_log() { printf '\n=== %s\n' "$1" >>"$log"; }

tell() {
    passed=$((passed + $1))
    failed=$((failed + $2))
    echo "$1 passed, $2 failed" >&2
}
