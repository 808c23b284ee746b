# tools.sh: what Freehold needs from the system: how it is found, why it is needed, how to get it. Sourced by ./freehold.

# Sets java_home to a JDK 25. Reads the file `release` of each candidate; starting each would cost 40 ms.
find_jdk() {
    for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/*25*; do
        if is_jdk "$candidate"; then
            java_home=$candidate
            return 0
        fi
    done
    candidate=$(readlink -f "$(command -v java)") || return 1
    candidate=${candidate%/bin/java}
    is_jdk "$candidate" && java_home=$candidate
}

is_jdk() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r line; do
        case $line in
            'JAVA_VERSION="25"'* | 'JAVA_VERSION="25.'*) return 0 ;;
        esac
    done <"$1/release"
    return 1
}

can_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# A JDK 25 is in no package of Debian 12, so it cannot simply be installed there.
explain_jdk() {
    if can_install && apt-cache show openjdk-25-jdk-headless >/dev/null 2>&1; then
        install_packages openjdk-25-jdk-headless
        find_jdk && return 0
    fi
    say 'a JDK 25 is needed: Freehold is written in Java 25, and is compiled here on first use.'
    say 'Looked at JAVA_HOME, /usr/lib/jvm/*25* and the java on PATH.'
    say 'Debian 13 and later:  apt-get install openjdk-25-jdk-headless'
    say 'Debian 12:            add the Debian repository of Eclipse Temurin (its home page, adoptium.net, says how in'
    say '                      "Linux installation"), then: apt-get install temurin-25-jdk'
    say 'Or unpack any JDK 25 and set JAVA_HOME to it.'
    exit 69
}

install_packages() {
    say "installing from the system's packages: $*"
    if ! { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@"; } >&2; then
        lacking "the packages could not be installed; by hand: apt-get update && apt-get install -y $*"
    fi
}

# What only a build needs. Installs what lacks when root on a Debian; otherwise says what, why and how.
need_build_tools() {
    packages=
    reasons=
    lacks() { packages="$packages $1"; reasons="$reasons
freehold:   $1: $2"; }
    command -v mvn >/dev/null || lacks maven 'builds the Java part'
    command -v gcc >/dev/null || lacks gcc 'compiles the cell daemon, the one part that is C'
    command -v make >/dev/null || lacks make 'builds the cell daemon'
    has_file /usr/lib/*/libc.a /usr/lib/libc.a || lacks libc6-dev 'the cell daemon is linked statically'
    { [ -f /usr/include/seccomp.h ] && has_file /usr/lib/*/libseccomp.a /usr/lib/libseccomp.a; } ||
        lacks libseccomp-dev "makes the cells' system-call filters"
    [ -n "$packages" ] || return 0
    if can_install; then
        # shellcheck disable=SC2086 # a list of names without spaces
        install_packages $packages
    else
        say "to be built, Freehold needs:$reasons"
        lacking "to get it: sudo apt-get update && sudo apt-get install -y$packages"
    fi
}

has_file() {
    for file in "$@"; do
        [ -f "$file" ] && return 0
    done
    return 1
}
