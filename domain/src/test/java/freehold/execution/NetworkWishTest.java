package freehold.execution;

import static freehold.execution.Reports.aReport;
import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkWishTest {
    private static final String HINT = "If it wanted the network: programs have none.";
    private static final String PYTHON =
            "urllib.error.URLError: <urlopen error [Errno -2] Name or service not known>\n";

    private static String explained(StepResult run) {
        return Explanation.step(StepName.RUN, run, Ruling.verdictOf(run.report()));
    }

    /** As programs in cells wrote them, but for those whose names resolve by another library than this machine's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                PYTHON,
                "OSError: [Errno 97] Address family not supported by protocol",
                "socket.gaierror: [Errno -3] Temporary failure in name resolution",
                "OSError: [Errno 101] Network is unreachable",
                "  [cause]: Error: getaddrinfo ENOTFOUND example.com\n      at GetAddrInfoReqWrap.onlookupall (node:dns:122:26)",
                "  errno: -97,\n  code: 'EAFNOSUPPORT',\n  syscall: 'connect',",
                "npm error syscall getaddrinfo\nnpm error request to https://example.com failed, reason: getaddrinfo EAI_AGAIN example.com",
                "Exception in thread \"main\" java.net.UnknownHostException: example.com\n\tat java.base/java.net.Socket.connect(Socket.java:633)",
                "Get \"http://example.com\": dial tcp: lookup example.com: no such host",
                "called `Result::unwrap()` on an `Err` value: Custom { kind: Uncategorized, error: \"failed to lookup address information: Name or service not known\" }",
                "no: IO::Socket::INET: Bad hostname 'example.com' at a.pl line 1.",
                "PHP Warning:  file_get_contents(): php_network_getaddresses: getaddrinfo failed: Try again",
                "curl: (6) Could not resolve host: example.com",
                "wget: unable to resolve host address 'example.com'",
                "{error,{failed_connect,[{to_address,{\"example.com\",80}},{inet,[inet],nxdomain}]}}"
            })
    void a_program_that_failed_for_want_of_the_network_is_told_that_there_is_none(String stderr) {
        StepResult run = aReport().exitCode(1).result("", stderr);

        assertThat(explained(run)).contains("See its stderr.").contains(HINT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a.c:3:9: error: 'ENETUNREACH' undeclared (first use in this function); did you mean 'EAFNOSUPPORT'?",
                "AssertionError: the network of 3 nodes has no path",
                "a.c:3:5: error: implicit declaration of function 'getaddrinfo'",
                "undefined reference to `getaddrinfo'",
                "A.java:1: error: unreported exception UnknownHostException; must be caught or declared to be thrown",
                "FileNotFoundError: [Errno 2] No such file or directory: 'host'"
            })
    void other_failures_are_not_laid_to_the_network(String stderr) {
        assertThat(explained(aReport().exitCode(1).result("", stderr))).doesNotContain("network");
    }

    @Test
    void a_program_that_did_not_fail_of_itself_is_not_told_of_it() {
        assertThat(explained(aReport().result("", PYTHON))).doesNotContain("network");
        assertThat(explained(aReport().signal(9).cause(Cause.CPU, 1_003_000).result("", PYTHON)))
                .doesNotContain("network");
        assertThat(explained(aReport().exitCode(126).cause(Cause.NO_EXEC, 8).result("", PYTHON)))
                .doesNotContain("network");
    }

    @Test
    void what_a_terminal_shows_counts_where_stderr_is_empty() {
        assertThat(explained(aReport().exitCode(1).result(PYTHON, ""))).contains(HINT);
        assertThat(explained(aReport().exitCode(1).result(PYTHON, "other words")))
                .doesNotContain(HINT);
    }

    @Test
    void the_last_words_are_looked_at_and_no_more() {
        String much = "x".repeat(NetworkWish.BYTES_LOOKED_AT);

        assertThat(explained(aReport().exitCode(1).result("", much + PYTHON))).contains(HINT);
        assertThat(explained(aReport().exitCode(1).result("", PYTHON + much))).doesNotContain(HINT);
    }
}
