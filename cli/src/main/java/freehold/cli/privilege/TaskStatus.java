package freehold.cli.privilege;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One thread's {@code /proc/self/task/N/status} (proc_pid_status(5)). */
record TaskStatus(Map<String, List<String>> fields) {
    private static final List<String> CAPABILITIES = List.of("CapInh", "CapPrm", "CapEff", "CapAmb");

    static TaskStatus parse(String text) {
        return new TaskStatus(text.lines()
                .map(line -> line.split(":\t?", 2))
                .filter(parts -> parts.length == 2)
                .collect(Collectors.toMap(
                        parts -> parts[0],
                        parts -> parts[1].isBlank()
                                ? List.of()
                                : List.of(parts[1].strip().split("\\s+")))));
    }

    /**
     * Checks that the thread is the user and nothing else.
     *
     * @throws IOException with the field that says otherwise
     */
    void requireDropped(int user, int group) throws IOException {
        require("Uid", Collections.nCopies(4, Integer.toString(user)));
        require("Gid", Collections.nCopies(4, Integer.toString(group)));
        require("Groups", List.of());
        require("NoNewPrivs", List.of("1"));
        for (String set : CAPABILITIES) {
            require(set, List.of("0000000000000000"));
        }
    }

    private void require(String field, List<String> expected) throws IOException {
        List<String> found = fields.get(field);
        if (!expected.equals(found)) {
            throw new IOException("privileges were not dropped: " + field + " is " + found + " and not " + expected);
        }
    }
}
