package freehold.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import freehold.cli.daemon.CellDaemon;
import freehold.runtime.Catalogue;
import freehold.worker.rootfs.HostUse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostStageTest {
    @TempDir
    private Path folder;

    @Test
    void roots_are_given_back_although_the_daemon_does_not_end() throws Exception {
        Path daemon = Files.writeString(
                folder.resolve("daemon"),
                "#!/bin/sh\necho $$ > pid\necho ready\nexec sleep 60\n"
                        .replace("pid", folder.resolve("pid").toString()));
        Files.setPosixFilePermissions(daemon, PosixFilePermissions.fromString("rwx------"));
        HostStage stage = new HostStage(
                new Catalogue(List.of(), List.of()),
                CellDaemon.start(daemon, folder, folder),
                HostUse.together(folder));
        long process = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        try {
            Throwable failed = catchThrowable(stage::close);

            assertThat(failed).hasMessageContaining("the cell daemon did not end");
            Optional<HostUse> alone = HostUse.alone(folder);
            assertThat(alone).isPresent();
            alone.get().close();
        } finally {
            ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
