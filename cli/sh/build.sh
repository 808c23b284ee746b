# build.sh: builds what has changed into .build/app. Sourced by ./freehold, which sets home, build, app and java_home.
#
#   lib/*.jar           Freehold and its libraries
#   bin/freehold-cell   the cell daemon
#   bin/bare            what `freehold bench` compares with
#   bin/ask             its client
#   runtimes/           the packs
#   run.aot, up.aot     classes loaded and linked ahead, made by a rehearsal of the commands; tied to JDK and class path
#   built               its time is when the build that is there began
#
# Each stage prints one line with its seconds. Maven, make and gcc write to .build/build.log, whose end is shown on a failure.

. "$home/cli/sh/stage.sh"

build_app() {
    mkdir -p "$build" 2>/dev/null && [ -w "$build" ] || lacking "$build cannot be written, and Freehold is not built yet"
    exec 9>"$build/lock"
    if ! flock -n 9; then
        say 'another freehold is building; waiting for it'
        flock 9
        if is_fresh; then
            exec 9>&-
            return 0
        fi
    fi
    need_build_tools
    say "building in $build (the first time takes a minute or two)"
    : >"$build/build.log"
    # made before the time is noted, for a new directory changes the one that it is in
    mkdir -p "$app/lib" "$app/bin" "$home/cell/build"
    : >"$build/began"
    stage 'cell daemon' build_cell
    stage 'Java' build_java
    stage 'runtimes' build_packs
    stage 'start-up cache' build_cache
    mv -f "$build/began" "$app/built"
    exec 9>&-
}

# A stage that has to succeed.
stage() {
    name=$1
    timed "$name" "$build/build.log" "$2"
    if [ $status = 0 ]; then
        echo done >&2
    else
        echo failed >&2
        tail -n 40 "$build/build.log" >&2
        lacking "the build failed at \"$name\"; all of it is in $build/build.log"
    fi
}

build_cell() {
    make -C "$home/cell" --no-print-directory
    replace "$home/cell/build/freehold-cell" "$app/bin/freehold-cell"
    gcc -std=c17 -O2 -Wall -Wextra -D_GNU_SOURCE -o "$build/bare" "$home/proof/bench/bare.c"
    replace "$build/bare" "$app/bin/bare"
    gcc -std=c17 -O2 -Wall -Wextra -D_GNU_SOURCE -pthread -o "$build/ask" "$home/proof/bench/ask.c"
    replace "$build/ask" "$app/bin/ask"
}

build_java() {
    if [ -f "$build/java-built" ] && [ -z "$(find "$home/pom.xml" "$home"/*/pom.xml "$home"/*/src/main \
        -cnewer "$build/java-built" -print -quit)" ]; then
        return 0
    fi
    : >"$build/java-began"
    rm -rf "$home/cli/target/app" # Maven would leave what is no dependency any more, to be loaded with the rest
    run_maven -pl cli -am -Dmaven.test.skip=true package
    for jar in "$home"/cli/target/app/*.jar "$home/cli/target"/cli-*.jar; do
        case $jar in
            */picocli-* | */bcprov-jdk*) renew "$jar" ;;
            *) replace "$jar" "$app/lib/${jar##*/}" ;;
        esac
    done
    for jar in "$app"/lib/*.jar; do
        [ -f "$home/cli/target/app/${jar##*/}" ] || [ -f "$home/cli/target/${jar##*/}" ] || rm -f "$jar"
    done
    mv -f "$build/java-began" "$build/java-built"
}

# A library that the start-up cache does not take as it is (Cacheable.java).
renew() {
    "$java_home/bin/java" -XX:TieredStopAtLevel=1 -cp "$home/cli/target/classes" freehold.cli.rehearsal.Cacheable "$1" "$build/renewed.jar"
    replace "$build/renewed.jar" "$app/lib/${1##*/}"
    rm -f "$build/renewed.jar"
}

build_packs() {
    rm -rf "$app/runtimes.new"
    cp -R "$home/runtimes" "$app/runtimes.new"
    rm -rf "$app/runtimes"
    mv "$app/runtimes.new" "$app/runtimes"
    . "$home/cli/sh/launch.sh"
    run_java $quick -cp "$(class_path)" freehold.cli.Main rehearse packs || echo "the packs will be read anew at each start"
}

# A cache that cannot be made is not missed but for the time of a start.
build_cache() {
    if [ -f "$app/run.aot" ] && [ -f "$app/up.aot" ] && [ "$(cat "$build/cache-of" 2>/dev/null)" = "$(cache_key)" ]; then
        return 0
    fi
    . "$home/cli/sh/launch.sh"
    cd /
    for cache in run up; do
        rehearse "$cache" || echo "no start-up cache could be made for $cache"
    done
    cache_key >"$build/cache-of"
}

cache_key() {
    ls -l --time-style=full-iso "$app"/lib/*.jar "$java_home/release"
    cat "$home/cli/sh/launch.sh"
}

# Replaces a file by another in one step, and only if they differ: a running JVM keeps the old one, and the cache stays valid.
replace() {
    cmp -s "$1" "$2" && return 0
    cp -f "$1" "$2.new"
    mv -f "$2.new" "$2"
}
