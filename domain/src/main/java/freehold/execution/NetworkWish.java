package freehold.execution;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whether the last words of a program tell that it wanted the network, as far as words of common runtimes and libraries are known. */
final class NetworkWish {
    /** Whoever ends for want of something says so last. */
    static final int BYTES_LOOKED_AT = 64 * 1024;

    /** As they are said when it happens: a compiler that does not find getaddrinfo or UnknownHostException says neither of these. */
    private static final List<String> SIGNS = List.of(
            "Address family not supported by protocol", // whoever opens a socket in a cell
            "code: 'EAFNOSUPPORT'", // Node
            "Network is unreachable",
            "connect ENETUNREACH",
            "Name or service not known", // glibc
            "Temporary failure in name resolution",
            "Name does not resolve", // musl
            "getaddrinfo ENOTFOUND", // Node
            "getaddrinfo EAI_AGAIN",
            "getaddrinfo failed", // PHP
            "UnknownHostException: ", // Java
            "UnresolvedAddressException",
            ": no such host", // Go
            "Bad hostname '", // Perl
            "Could not resolve host", // curl, git, Cargo
            "unable to resolve host address", // wget
            ",nxdomain}"); // Erlang

    private NetworkWish() {}

    /** Looks at stderr; at stdout where that is empty, as with a terminal. */
    static boolean isIn(StepResult result) {
        byte[] words = result.stderr().length > 0 ? result.stderr() : result.stdout();
        int length = Math.min(words.length, BYTES_LOOKED_AT);
        String last = new String(words, words.length - length, length, StandardCharsets.ISO_8859_1);
        return SIGNS.stream().anyMatch(last::contains);
    }
}
