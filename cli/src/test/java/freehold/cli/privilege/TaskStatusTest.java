package freehold.cli.privilege;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskStatusTest {
    private static final String DROPPED = """
            Name:\tjava
            Uid:\t999\t999\t999\t999
            Gid:\t999\t999\t999\t999
            Groups:\t\s
            NoNewPrivs:\t1
            CapInh:\t0000000000000000
            CapPrm:\t0000000000000000
            CapEff:\t0000000000000000
            CapAmb:\t0000000000000000
            """;

    @Test
    void is_content_with_a_thread_that_kept_nothing() {
        TaskStatus status = TaskStatus.parse(DROPPED);

        assertThatCode(() -> status.requireDropped(999, 999)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Uid:\t999\t999\t999\t999 | Uid:\t999\t0\t999\t999 | Uid",
                "Gid:\t999\t999\t999\t999 | Gid:\t999\t999\t0\t999 | Gid",
                "Groups:\t | Groups:\t4 27 | Groups",
                "NoNewPrivs:\t1 | NoNewPrivs:\t0 | NoNewPrivs",
                "CapPrm:\t0000000000000000 | CapPrm:\t0000000000200000 | CapPrm",
                "CapEff:\t0000000000000000 | CapEff:\t000001ffffffffff | CapEff",
                "CapAmb:\t0000000000000000 | Absent: | CapAmb"
            })
    void names_what_a_thread_kept(String line, String kept, String field) {
        TaskStatus status = TaskStatus.parse(DROPPED.replace(line.strip(), kept.strip()));

        assertThatThrownBy(() -> status.requireDropped(999, 999))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not dropped: " + field);
    }
}
