package freehold.worker.linux;

import freehold.worker.cell.Cell;
import freehold.worker.cell.CellShape;
import freehold.worker.cell.Cells;
import freehold.worker.cell.CellsUnavailable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/** Asks the cell daemon for cells, over its Unix socket. */
public final class LinuxCells implements Cells, AutoCloseable {
    /** For anything but a program: the daemon is made to answer within a millisecond. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration PROBE_AGE_MAX = Duration.ofSeconds(1);

    private final UnixDomainSocketAddress address;
    private final Watchdog watchdog;

    /** When the daemon last answered or did not, and which of the two. */
    private volatile Probe lastProbe = new Probe(System.nanoTime() - PROBE_AGE_MAX.toNanos(), false);

    /** Cells of the daemon that listens on that socket. Nothing is asked of it yet. */
    public LinuxCells(Path socket) {
        this(socket, new Watchdog(PATIENCE, Duration.ofSeconds(1)));
    }

    LinuxCells(Path socket, Watchdog watchdog) {
        this.address = UnixDomainSocketAddress.of(socket);
        this.watchdog = watchdog;
    }

    @Override
    public Cell prepare(CellShape shape) {
        LinuxCell cell = null;
        try {
            cell = new LinuxCell(SocketChannel.open(StandardProtocolFamily.UNIX), watchdog);
            cell.connect(address);
            cell.prepare(shape);
            lastProbe = new Probe(System.nanoTime(), true);
            return cell;
        } catch (IOException | RuntimeException failure) {
            if (cell != null) {
                cell.close();
            }
            throw switch (failure) {
                case RuntimeException ours -> ours;
                default -> unavailable(failure);
            };
        }
    }

    @Override
    public boolean available() {
        Probe last = lastProbe;
        long now = System.nanoTime();
        if (now - last.at() < PROBE_AGE_MAX.toNanos()) {
            return last.answered();
        }
        boolean answered;
        try (SocketChannel channel = SocketChannel.open(address)) {
            answered = channel.isConnected();
        } catch (IOException refused) {
            answered = false;
        }
        lastProbe = new Probe(now, answered);
        return answered;
    }

    /** Closes what is still open; the cells die. */
    @Override
    public void close() {
        watchdog.close();
    }

    private CellsUnavailable unavailable(Throwable cause) {
        lastProbe = new Probe(System.nanoTime(), false);
        return new CellsUnavailable("no cell daemon answers at " + address + ": " + cause.getMessage(), cause);
    }

    private record Probe(long at, boolean answered) {}
}
