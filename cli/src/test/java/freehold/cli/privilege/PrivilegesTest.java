package freehold.cli.privilege;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PrivilegesTest {
    private static final Set<String> WHO =
            Set.of("Uid", "Gid", "Groups", "NoNewPrivs", "Seccomp", "CapInh", "CapPrm", "CapEff", "CapAmb");

    @Test
    void a_rehearsal_of_giving_root_up_calls_the_kernel_and_changes_nobody() throws IOException {
        Map<String, Object> before = who();

        Privileges.rehearse();

        assertThat(who()).isEqualTo(before).containsKeys("Uid", "Groups", "NoNewPrivs");
    }

    private static Map<String, Object> who() throws IOException {
        Map<String, Object> fields = new HashMap<>(
                TaskStatus.parse(Files.readString(Path.of("/proc/self/status"))).fields());
        fields.keySet().retainAll(WHO);
        return fields;
    }
}
