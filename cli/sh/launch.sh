# launch.sh: becomes the JVM. Sourced by ./freehold, which sets app and java_home.

# One path, always in the same order: the AOT cache is tied to it.
class_path() {
    path=
    for jar in "${jars:-$app}"/lib/*.jar; do
        path=${path:+$path:}$jar
    done
    printf %s "$path"
}

# launch CACHE RUN OPTION…: what every JVM of Freehold gets. The JVM's own messages go to standard error, for standard output is the program's; no
# hsperfdata file is left in /tmp; Serial is the collector that the AOT cache was made with, and the smallest.
launch() {
    cache=${jars:-$app}/$1.aot
    java=$2
    shift 2
    [ ! -f "$cache" ] || set -- "-XX:AOTCache=$cache" "$@"
    "$java" "$@"
}

run_java() {
    exec "$java_home/bin/java" -XX:+UseSerialGC -XX:-UsePerfData \
        -Xlog:disable -Xlog:all=error,aot=off,cds=off:stderr --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -Dfreehold.home="$app" -Dfreehold.command="$home/freehold" -Dpicocli.disable.closures=true "$@"
}

# rehearse CACHE: runs what is run most, and has the JVM note which classes that took. There is a cache for a run and one for a server,
# for all classes in a cache are loaded, needed or not.
rehearse() {
    rm -f "$app/$1.aot"
    case $1 in
        up) java=run_java_soon ;;
        *) java="run_java $quick" ;;
    esac
    # Without what the JVM learnt of methods while it rehearsed: by that it compiles, at the next start, all at once what was ever compiled, as a server's
    # start waits for the same processors (0.4 s of CPU).
    ($java -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining "-XX:AOTCacheOutput=$app/$1.aot" -cp "$(class_path)" freehold.cli.Main rehearse "$1") || {
        rm -f "$app/$1.aot"
        return 1
    }
}

# Only the first of the JVM's two compilers: a command lives for less time than the second needs to pay for itself, and a server on a
# small machine has better use for its processors than to compile what takes a millisecond an execution. A server shall compile soon, though
# (run_java_soon): what of the way of a request is called four times will be called a thousand times. That way alone, for what a start calls is not called
# again: with all methods at a fiftieth, the compiler used as much CPU until a server answered as all else together. Measured on two processors, CPU of the server for an execution after
# 100 to 300 requests: 5.2 ms with one compiler, 3.0 ms at a tenth of its usual thresholds, 1.5 ms at a fiftieth.
quick=-XX:TieredStopAtLevel=1
# A mixture of both, with the second for chosen loops over bytes alone, costs three times as much: the JVM first compiles all else with counters for
# the second one, and then once more without. Those loops are in native code (freehold.cli.crypto).
run_java_soon() {
    for each in freehold.control freehold.worker freehold.wire.link freehold.wire.frame freehold.wire.api freehold.execution freehold.dispatch \
        io.javalin org.eclipse.jetty tools.jackson.core tools.jackson.databind org.sqlite; do
        set -- "-XX:CompileCommand=CompileThresholdScaling,$each*::*,0.02" "$@"
    done
    run_java $quick -XX:CompileCommand=quiet "$@"
}

launch_command() {
    launch run run_java $quick -Xms32m -cp "$(class_path)" freehold.cli.Main "$@"
}

launch_server() {
    settle
    # An execution each now and then finds the caches of the processor cold, and touches a lot of code once: with large pages for code and heap, where the
    # kernel gives them to who asks, it needs a tenth less time (4.9 -> 4.4 ms for a cached C program, one each 100 ms).
    # A server without memory ends at once, and its unit starts it again: what was accepted is in the record, but a thread that died of it would leave a
    # server that looks alive.
    set -- -XX:+UseTransparentHugePages -XX:+ExitOnOutOfMemoryError -cp "$(class_path)" freehold.cli.Main "$@"
    java=run_java
    [ "$(nproc)" -gt 4 ] || java=run_java_soon
    launch up $java "$@"
}

# A server gives root up, as does who opens a data folder, and must be able to read its own files then, which it cannot in a checkout below /root: it runs from a copy.
settle() {
    [ "$(id -u)" = 0 ] || return 0
    at=$app/lib
    set --
    while [ -n "$at" ]; do
        set -- "$@" "$at"
        at=${at%/*}
    done
    closed=
    for mode in $(stat -c %A -- "$@"); do
        case $mode in
            *x | *t) ;;
            *) closed=yes ;;
        esac
    done
    [ -n "$closed" ] || return 0
    copy=/var/lib/freehold/program
    mkdir -p "$copy/lib"
    chmod 755 "$copy" "$copy/lib"
    jars=$copy
    # comparing all bytes of a hundred files takes longer than the JVM does to start
    [ "$(settled)" != "$(cat "$copy/settled" 2>/dev/null)" ] || return 0
    for file in "$app"/lib/*.jar "$app/up.aot"; do
        target=$copy/${file#"$app/"}
        [ -f "$file" ] || continue
        cmp -s "$file" "$target" && continue
        cp -p "$file" "$target.new"
        chmod 644 "$target.new"
        mv -f "$target.new" "$target"
    done
    for jar in "$copy"/lib/*.jar; do
        [ -f "$app/lib/${jar##*/}" ] || rm -f "$jar"
    done
    settled >"$copy/settled"
}

# Sizes and times of the files and of their copies.
settled() { ls -l --time-style=full-iso "$app"/lib/*.jar "$app/up.aot" "$copy"/lib/*.jar "$copy/up.aot" 2>/dev/null || true; }
