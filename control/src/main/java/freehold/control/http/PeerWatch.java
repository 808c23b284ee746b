package freehold.control.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a client went away while its request waits. The web server cannot: nothing is read from a connection whose request was
 * read whole. The kernel's table of connections (proc_pid_net(5), {@code /proc/net/tcp}) says which of them are no longer established;
 * one look serves all that wait. A client that closes its sending half counts as gone. One of HTTP/2 may take back a single request and
 * keep its connection: of that the web server tells.
 */
final class PeerWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerWatch.class);
    private static final long PERIOD_MILLIS = 200;
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final String ESTABLISHED = "01";
    private static final String MAPPED_V4 = "0000000000000000FFFF0000";

    private static final String TAKEN_BACK = PeerWatch.class.getName() + ".takenBack";

    /** Looks without anybody to look for until it rests: under a steady load it is not woken for each request. */
    private static final int IDLE_LOOKS_MAX = 50;

    private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final Executor threads;
    private final Thread thread;
    private volatile boolean resting;

    private record Waiting(Peer peer, Runnable whenGone) {}

    /**
     * A connection by its ends.
     *
     * @param remoteAddress a literal
     */
    record Peer(String remoteAddress, int remotePort, int localPort) {
        /** The one whose request this is. */
        static Peer of(HttpServletRequest request) {
            return new Peer(request.getRemoteAddr(), request.getRemotePort(), request.getLocalPort());
        }

        /** As the table has it. Few requests wait long enough to be looked for. */
        String entry() {
            try {
                InetAddress address = InetAddress.getByName(remoteAddress); // a literal: nothing is resolved
                return entry("%04X".formatted(localPort), "%s:%04X".formatted(hex(address.getAddress()), remotePort));
            } catch (UnknownHostException notLiteral) {
                throw new IllegalArgumentException(notLiteral);
            }
        }

        private static String entry(String localPort, String remote) {
            return localPort + " " + (remote.startsWith(MAPPED_V4) ? remote.substring(MAPPED_V4.length()) : remote);
        }

        /** Words of four bytes in the order of this (little-endian) machine. */
        private static String hex(byte[] address) {
            byte[] swapped = address.clone();
            for (int word = 0; word < address.length; word += Integer.BYTES) {
                for (int i = 0; i < Integer.BYTES; i++) {
                    swapped[word + i] = address[word + Integer.BYTES - 1 - i];
                }
            }
            return HexFormat.of().withUpperCase().formatHex(swapped);
        }
    }

    /** Until it is closed. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** @param threads that may wait, as whoever cancels an execution does */
    PeerWatch(Executor threads) {
        this.threads = threads;
        thread = Thread.ofPlatform().name("peer-watch").daemon(true).start(this::run);
    }

    /** Remembers from here on whether the request is taken back. To be called before its body is read: that fails if it was earlier. */
    static void heed(HttpServletRequest request) {
        if (HttpVersion.HTTP_2.is(request.getProtocol())) {
            CompletableFuture<Void> takenBack = new CompletableFuture<>();
            request.setAttribute(TAKEN_BACK, takenBack);
            ServletContextRequest.getServletContextRequest(request).addFailureListener(_ -> takenBack.complete(null));
        }
    }

    /** Calls back, once, from another thread, if the client goes away, or takes the request back, before the watch is closed. */
    Watch watch(HttpServletRequest request, Runnable whenGone) {
        long number = numbers.incrementAndGet();
        waiting.put(number, new Waiting(Peer.of(request), whenGone));
        if (request.getAttribute(TAKEN_BACK) instanceof CompletableFuture<?> takenBack) {
            var _ = takenBack.thenRunAsync(() -> gone(number), threads);
        }
        if (resting) {
            synchronized (this) {
                notifyAll();
            }
        }
        return () -> waiting.remove(number);
    }

    private void run() {
        try {
            int idle = 0;
            while (true) {
                Set<Long> known = Set.copyOf(waiting.keySet());
                idle = known.isEmpty() ? idle + 1 : 0;
                if (idle > IDLE_LOOKS_MAX) {
                    rest();
                    idle = 0;
                    continue;
                }
                Thread.sleep(PERIOD_MILLIS);
                if (known.stream().anyMatch(waiting::containsKey)) { // most are answered sooner, and the table is long
                    look(known);
                }
            }
        } catch (InterruptedException closing) {
            LOG.debug("No longer watching peers");
        }
    }

    private synchronized void rest() throws InterruptedException {
        resting = true; // before the look at what waits: who comes after it sees that
        while (waiting.isEmpty()) {
            wait();
        }
        resting = false;
    }

    private void look(Set<Long> known) {
        Set<String> established;
        try {
            established = established();
        } catch (IOException unreadable) {
            LOG.warn("Cannot read the table of connections; clients that go away are not noticed", unreadable);
            return;
        }
        for (Long number : known) {
            Waiting candidate = waiting.get(number);
            if (candidate != null && !established.contains(candidate.peer().entry())) {
                gone(number);
            }
        }
    }

    private void gone(long number) {
        Waiting found = waiting.remove(number);
        if (found != null) {
            tell(found);
        }
    }

    /** Whatever comes of it, the next one is looked for. */
    private static void tell(Waiting gone) {
        try {
            gone.whenGone().run();
        } catch (RuntimeException failed) {
            LOG.error("What was to be done when a client goes away failed", failed);
        }
    }

    private static Set<String> established() throws IOException {
        Set<String> entries = new HashSet<>();
        for (Path table : TABLES) {
            try {
                for (String line : Files.readAllLines(table)) {
                    String[] words = line.strip().split("\\s+", 5);
                    if (words.length > 4 && words[3].equals(ESTABLISHED)) {
                        entries.add(Peer.entry(words[1].substring(words[1].indexOf(':') + 1), words[2]));
                    }
                }
            } catch (NoSuchFileException noSuchFamily) {
                LOG.debug("{} is absent", table);
            }
        }
        return entries;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
