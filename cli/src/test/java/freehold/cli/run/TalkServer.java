package freehold.cli.run;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Holds conversations (RFC 6455) as the test wants, one scene a connection; whoever comes after the last finds nobody. */
final class TalkServer implements AutoCloseable {
    private static final String ACCEPTANCE = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int OF_TWO_BYTES = 126;

    /** The path of each connection that came. */
    final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    private final ServerSocket door;
    private final Queue<Scene> scenes;

    /** What happens on one connection. It is cut when this returns. */
    interface Scene {
        void play(Line line) throws IOException;
    }

    TalkServer(Scene... all) throws IOException {
        scenes = new ArrayDeque<>(List.of(all));
        door = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("server").start(this::serve);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    private void serve() {
        while (!scenes.isEmpty()) {
            try (Socket socket = door.accept()) {
                Line line = new Line(socket);
                asked.add(line.path);
                scenes.remove().play(line);
            } catch (EOFException left) {
                // the client went away first, which some scenes end by
            } catch (IOException over) {
                if (door.isClosed()) {
                    return;
                }
            }
        }
        close();
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** One connection of a client. */
    static final class Line {
        private final DataInputStream in;
        private final OutputStream out;
        private final String path;
        private String key = "";

        private Line(Socket socket) throws IOException {
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
            path = readLine().split(" ", 3)[1];
            for (String header = readLine(); !header.isEmpty(); header = readLine()) {
                if (header.startsWith("Sec-WebSocket-Key: ")) {
                    key = header.substring("Sec-WebSocket-Key: ".length());
                }
            }
        }

        private String readLine() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
                line.append((char) next);
            }
            return line.toString().strip();
        }

        /** Opens the conversation. */
        Line accept() throws IOException {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-1")
                        .digest((key + ACCEPTANCE).getBytes(StandardCharsets.US_ASCII));
                write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n");
                return this;
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        /** Opens none. */
        void decline(int status, String body) throws IOException {
            write("HTTP/1.1 " + status + " Declined\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        }

        private void write(String head) throws IOException {
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        Line say(String message) throws IOException {
            frame(TEXT, message.getBytes(StandardCharsets.UTF_8));
            return this;
        }

        Line writes(int position, String text) throws IOException {
            return say("{\"event\": \"stdout\", \"id\": " + position
                    + ", \"data\": {\"step\": \"run\", \"offset\": 0, \"text\": \"" + text + "\"}}");
        }

        Line refuses(String detail) throws IOException {
            return say(
                    "{\"event\": \"refused\", \"data\": {\"type\": \"/errors/forbidden\", \"title\": \"t\", \"status\": 403,"
                            + " \"detail\": \"" + detail + "\"}}");
        }

        void finishes(int position) throws IOException {
            finishes(position, "{}");
        }

        void finishes(int position, String execution) throws IOException {
            say("{\"event\": \"finished\", \"id\": " + position + ", \"data\": " + execution + "}");
            closes(1000, "");
        }

        /**
         * Breaks it, once the client has taken what it was sent: what the JDK's has not handed on when the end comes is lost. An end that comes
         * while it answers a ping it may miss instead, and the silence tells.
         */
        void cuts() throws IOException {
            frame(PING, new byte[0]);
            next(PONG);
        }

        void closes(int code, String reason) throws IOException {
            byte[] words = reason.getBytes(StandardCharsets.UTF_8);
            frame(
                    CLOSE,
                    ByteBuffer.allocate(2 + words.length)
                            .putShort((short) code)
                            .put(words)
                            .array());
        }

        private void frame(int kind, byte[] payload) throws IOException {
            ByteBuffer frame = ByteBuffer.allocate(4 + payload.length).put((byte) (0x80 | kind));
            if (payload.length < OF_TWO_BYTES) {
                frame.put((byte) payload.length);
            } else {
                frame.put((byte) OF_TWO_BYTES).putShort((short) payload.length);
            }
            out.write(frame.put(payload).array(), 0, frame.position());
            out.flush();
        }

        /** The next message of the client, of up to 64 KiB; what else it sends is passed over. */
        String hear() throws IOException {
            return next(TEXT);
        }

        private String next(int wanted) throws IOException {
            while (true) {
                int kind = in.readUnsignedByte() & 0x0f;
                int length = in.readUnsignedByte() & 0x7f;
                byte[] mask = new byte[4];
                byte[] payload = new byte[length < OF_TWO_BYTES ? length : in.readUnsignedShort()];
                in.readFully(mask);
                in.readFully(payload);
                for (int i = 0; i < payload.length; i++) {
                    payload[i] ^= mask[i % mask.length];
                }
                if (kind == wanted) {
                    return new String(payload, StandardCharsets.UTF_8);
                }
            }
        }
    }
}
