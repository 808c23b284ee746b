package freehold.control.world;

import freehold.control.sql.PostgresAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A line to a server of PostgreSQL that is cut when the server has answered one of the next commits; that answer is lost. */
public final class CutLine implements AutoCloseable {
    private static final int PIECE = 8 << 10;

    private final ServerSocket entrance;
    private final URI server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private int spared; // the lock's, as the next two
    private int cut;
    private boolean committing;

    public CutLine(PostgresAddress server) throws IOException {
        this.server = URI.create(server.jdbc().substring("jdbc:".length()));
        this.entrance = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** The same database by way of the line. */
    public PostgresAddress address() {
        return PostgresAddress.parse(
                "postgresql://freehold@127.0.0.1:" + entrance.getLocalPort() + server.getPath(), Optional.empty());
    }

    /** Some commits go by first. */
    public synchronized void cutAfter(int commits, int times) {
        spared = commits;
        cut = times;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = entrance.accept();
                Socket onward = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
                open.addAll(List.of(client, onward));
                Thread.ofVirtual().start(() -> pass(client, onward, this::asked));
                Thread.ofVirtual().start(() -> pass(onward, client, _ -> answered()));
            }
        } catch (IOException closed) {
            closeAll();
        }
    }

    /** Looks at what is about to be handed on; false if it is not to be. */
    private interface Look {
        boolean passes(String piece);
    }

    private synchronized boolean asked(String piece) {
        if (cut > 0 && piece.contains("commit")) {
            committing = spared == 0;
            cut -= committing ? 1 : 0;
            spared -= committing ? 0 : 1;
        }
        return true;
    }

    private synchronized boolean answered() {
        boolean lost = committing;
        committing = false;
        return !lost;
    }

    private static void pass(Socket from, Socket to, Look look) {
        byte[] piece = new byte[PIECE];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int count = in.read(piece);
            while (count > 0 && look.passes(new String(piece, 0, count, StandardCharsets.ISO_8859_1))) {
                out.write(piece, 0, count);
                out.flush();
                count = in.read(piece);
            }
        } catch (IOException cut) {
            // the other direction closed both
        }
    }

    private void closeAll() {
        for (Socket each : open) {
            try {
                each.close();
            } catch (IOException gone) {
                // it is
            }
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        closeAll();
    }
}
