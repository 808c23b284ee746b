# launch.sh: becomes the JVM. Sourced by ./freehold, which sets app and java_home.

# One path, always in the same order: the AOT cache is tied to it.
class_path() {
    path=
    for jar in "$app"/lib/*.jar; do
        path=${path:+$path:}$jar
    done
    printf %s "$path"
}

# What every JVM of Freehold gets. The JVM's own messages go to standard error, for standard output is the program's; no
# hsperfdata file is left in /tmp; Serial is the collector that the AOT cache was made with, and the smallest.
launch() {
    exec "$java_home/bin/java" -XX:AOTCache="$app/app.aot" -XX:+UseSerialGC -XX:-UsePerfData \
        -Xlog:disable -Xlog:all=error:stderr --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -Dfreehold.home="$app" -Dpicocli.disable.closures=true "$@"
}

# One command: it lives for less time than the second compiler needs to pay for itself.
launch_command() {
    launch -XX:TieredStopAtLevel=1 -Xms32m -cp "$(class_path)" freehold.cli.Main "$@"
}

launch_server() {
    launch -cp "$(class_path)" freehold.cli.Main "$@"
}
