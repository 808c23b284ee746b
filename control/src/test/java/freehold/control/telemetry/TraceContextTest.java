package freehold.control.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceContextTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @Test
    void a_header_is_read_and_written_alike() {
        String header = "00-" + TRACE + "-" + SPAN + "-01";

        assertThat(TraceContext.parse(header)).contains(new TraceContext(TRACE, SPAN, true));
        assertThat(TraceContext.parse(header).orElseThrow().header()).isEqualTo(header);
    }

    @Test
    void a_later_version_may_say_more_and_is_understood_as_far_as_it_is_known() {
        assertThat(TraceContext.parse("01-" + TRACE + "-" + SPAN + "-02-more"))
                .contains(new TraceContext(TRACE, SPAN, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-" + TRACE + "-" + SPAN,
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-0x",
            })
    void what_is_no_context_is_none(String header) {
        assertThat(TraceContext.parse(header)).isEmpty();
    }

    @Test
    void is_current_only_as_long_as_its_work_takes() {
        TraceContext context = new TraceContext(TRACE, SPAN, true);

        TraceContext.runDuring(
                Optional.of(context), () -> assertThat(TraceContext.current()).contains(context));

        assertThat(TraceContext.current()).isEmpty();
    }
}
