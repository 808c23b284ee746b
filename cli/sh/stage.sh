# stage.sh: one piece of work a line, with its seconds counted where a person can see them. Sourced by build.sh and check.sh.

# timed NAME LOG COMMAND… runs the command with its output appended to LOG, prints the name and the seconds, and leaves the line open for
# what came of it. Sets status.
timed() {
    timed_name=$1
    timed_log=$2
    shift 2
    timed_began=$(date +%s)
    timed_ticker=
    if [ -t 2 ]; then
        while kill -0 $$ 2>/dev/null; do
            printf '\r  %-16s %4d s …' "$timed_name" $(($(date +%s) - timed_began)) >&2
            sleep 1
        done 9>&- &
        timed_ticker=$!
    fi
    # Not after || or in an if: there the shell takes no notice of set -e, however deep it stands.
    set +e
    (set -e; "$@") >>"$timed_log" 2>&1 9>&- </dev/null
    status=$?
    set -e
    if [ -n "$timed_ticker" ]; then
        { kill "$timed_ticker" && wait "$timed_ticker"; } 2>/dev/null || true
        printf '\r' >&2
    fi
    printf '  %-16s %4d s  ' "$timed_name" $(($(date +%s) - timed_began)) >&2
}

# Maven itself runs on the JDK 25 too, for the formatter needs it; what it says of itself is not ours to show. Its warnings are: those of
# the compiler end a build, and -q would hide which they were.
run_maven() {
    (cd "$home" && JAVA_HOME=$java_home MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}" \
        exec mvn -Dorg.slf4j.simpleLogger.defaultLogLevel=warn --no-transfer-progress "$@" 9>&-)
}
