package freehold.worker.rootfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostUseTest {
    @TempDir
    Path state;

    /** What another process does with the folder. */
    static final class Other {
        public static void main(String[] arguments) throws IOException {
            Path state = Path.of(arguments[1]);
            if (arguments[0].equals("together")) {
                HostUse.together(state).close();
                System.out.print("had");
                return;
            }
            Optional<HostUse> alone = HostUse.alone(state);
            System.out.print(alone.isPresent() ? "had" : "in use");
            alone.ifPresent(HostUse::close);
        }
    }

    @Test
    void is_had_alone_only_while_no_other_process_uses_the_folder() throws Exception {
        try (HostUse _ = HostUse.together(state)) {
            assertThat(another("alone")).isEqualTo("in use");
        }

        assertThat(another("alone")).isEqualTo("had");
    }

    @Test
    void is_had_together_with_other_processes() throws Exception {
        try (HostUse _ = HostUse.together(state)) {
            assertThat(another("together")).isEqualTo("had");
        }
    }

    private String another(String way) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        way,
                        state.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
