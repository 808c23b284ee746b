package freehold.cli.serve;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.daemon.ServiceUser;
import freehold.cli.privilege.Privileges;
import freehold.cli.privilege.ThisProcess;
import freehold.cli.privilege.TimeSlice;
import freehold.cli.settings.Places;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who a server is from before it listens: nobody who could do harm, with a data folder of its own. */
public final class ServiceIdentity {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceIdentity.class);

    private ServiceIdentity() {}

    /**
     * Gives root up for good, where this is root; whoever is not stays who he is.
     *
     * @param readable files that must be readable afterwards
     */
    public static void become(int user, Path data, List<Path> readable) {
        boolean root = Places.isRoot();
        int own = root ? user : ThisProcess.effectiveUser();
        prepare(data, own);
        if (root) {
            ClassPath.requireReadable();
            try {
                Privileges.drop(user, ServiceUser.NUMBER);
            } catch (IOException failed) {
                throw new UncheckedIOException("root could not be given up, so nothing is served", failed);
            }
        }
        if (!Files.isWritable(data)) {
            throw new Declined(
                    ExitStatus.USAGE, "user " + own + ", who the server is, cannot reach the data folder " + data);
        }
        readable.stream().filter(file -> !Files.isReadable(file)).findFirst().ifPresent(file -> {
            throw new Declined(
                    ExitStatus.USAGE,
                    "user " + own + ", who the server is, cannot read the file " + file + "; chown " + own + " "
                            + file);
        });
    }

    /** Or a request waits behind programs at each of its threads. */
    private static void shortenTurns() {
        try {
            TimeSlice.shorten();
        } catch (IOException refused) {
            LOG.warn(
                    "the kernel grants no short turns, so answers are slower while programs compute: {}",
                    refused.getMessage());
        }
    }

    /** Goes the same way and stays who it is, for the start-up cache: the system calls are those of {@link #become}, and change nothing. */
    static void rehearse(Path data) {
        prepare(data, ThisProcess.effectiveUser());
        try {
            Privileges.rehearse();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void prepare(Path data, int own) {
        DataFolder.prepare(data, own);
        String temporary = DataFolder.temporary(data).toString();
        System.setProperty("org.sqlite.tmpdir", temporary);
        System.setProperty("java.io.tmpdir", temporary);
        shortenTurns();
    }
}
