package freehold.cli.node;

import freehold.cell.CellSpec;
import freehold.cell.FilterClass;
import freehold.cell.Limits;
import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.daemon.CellConfiguration;
import freehold.cli.daemon.CellDaemon;
import freehold.cli.settings.Installation;
import freehold.cli.settings.Places;
import freehold.control.admission.Ceilings;
import freehold.runtime.Catalogue;
import freehold.worker.cell.CellShape;
import freehold.worker.rootfs.HostToolchains;
import freehold.worker.rootfs.HostUse;
import freehold.worker.rootfs.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;

/**
 * What only root can do, done once at the start: finding the host's toolchains, telling the daemon what it may give, and starting it.
 * Afterwards the process may give root up; the daemon stays its child.
 *
 * @param catalogue what can be run here
 * @param use keeps what the catalogue names on disk for as long as this is open
 */
public record HostStage(Catalogue catalogue, CellDaemon daemon, HostUse use) implements AutoCloseable {
    /** Who the daemon serves, and how many cells at one time. */
    public record Peer(int user, int cells) {}

    /**
     * Prepares the host.
     *
     * @param look what is looked for on the host: everything for a server, what is asked for otherwise
     */
    public static HostStage prepare(Function<HostToolchains, Catalogue> look, Peer peer, Progress progress) {
        requireRoot();
        Places places = Places.ofThisUser();
        HostToolchains toolchains = new HostToolchains(places.host(), progress);
        HostUse use = HostUse.together(places.host());
        try {
            return prepare(look.apply(toolchains), use, peer, places);
        } catch (RuntimeException failed) {
            use.close();
            throw failed;
        }
    }

    private static HostStage prepare(Catalogue catalogue, HostUse use, Peer peer, Places places) {
        Path configuration = places.host().resolve("cell");
        Limits most = Ceilings.SERVER.most();
        // The daemon reads the file once, at its start: nobody else may write it until then.
        try (FileChannel file = FileChannel.open(
                        places.host().resolve("starting"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = file.lock()) {
            int inodes =
                    CellShape.of(new CellSpec("any", FilterClass.MANAGED, most)).inodes();
            new CellConfiguration(peer.user(), peer.cells(), most, inodes).write(configuration);
            return new HostStage(
                    catalogue, CellDaemon.start(Installation.here().daemon(), configuration, places.runtime()), use);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void requireRoot() {
        if (!Places.isRoot()) {
            throw new Declined(
                    ExitStatus.UNAVAILABLE,
                    "cells are made by a daemon that only root can start: use sudo, or a server by --server URL");
        }
    }

    @Override
    public void close() {
        try (use;
                daemon) {
            // roots are given back also where the daemon does not end
        }
    }
}
