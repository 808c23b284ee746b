package freehold.cli.privilege;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThisProcessTest {
    @Test
    void the_effective_user_is_the_second_of_four() {
        List<String> status = List.of("Name:\tjava", "Uid:\t1000\t0\t1001\t1002", "Gid:\t5\t6\t7\t8");

        assertThat(ThisProcess.effectiveUser(status)).isZero();
    }

    @Test
    void a_status_without_users_is_not_taken_for_root() {
        assertThatThrownBy(() -> ThisProcess.effectiveUser(List.of("Name:\tUid:")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void is_whom_its_own_files_belong_to() throws IOException {
        Path file = Files.createTempFile("freehold-owner", "");
        try {
            assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(ThisProcess.effectiveUser());
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void a_descriptor_that_is_closed_is_no_terminal() {
        assertThat(ThisProcess.isTerminal(1_000_000)).isFalse();
    }
}
