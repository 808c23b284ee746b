package freehold.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.Limits;
import freehold.quantity.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellConfigurationTest {
    private static final CellConfiguration CONFIGURATION = new CellConfiguration(
            1000,
            8,
            new Limits(
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(10),
                    Bytes.gibi(4),
                    512,
                    Bytes.mebi(16),
                    Bytes.gibi(1),
                    4_096),
            65_536);

    @TempDir
    private Path temporary;

    @Test
    void says_every_key_that_the_daemon_asks_for() {
        assertThat(CONFIGURATION.text()).isEqualTo("""
                        # Written by freehold at each start.
                        peer_uid 1000
                        cells_max 8
                        memory_bytes_max 4294967296
                        processes_max 512
                        disk_bytes_max 1073741824
                        disk_inodes_max 65536
                        open_files_max 4096
                        file_bytes_max 1073741824
                        cpu_us_max 120000000
                        wall_us_max 600000000
                        output_bytes_max 16777216
                        """);
    }

    @Test
    void is_a_file_that_only_its_owner_can_write() throws IOException {
        Path directory = temporary.resolve("host/daemon");

        CONFIGURATION.write(directory);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("cell.conf"))))
                .isEqualTo("rw-r--r--");
        assertThat(directory).isDirectoryContaining("regex:.*/cell.conf").isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void is_left_alone_when_nothing_changed() throws IOException {
        CONFIGURATION.write(temporary);
        Object before =
                Files.readAttributes(temporary.resolve("cell.conf"), "unix:ino").get("ino");

        CONFIGURATION.write(temporary);

        assertThat(Files.readAttributes(temporary.resolve("cell.conf"), "unix:ino"))
                .containsEntry("ino", before);
    }
}
