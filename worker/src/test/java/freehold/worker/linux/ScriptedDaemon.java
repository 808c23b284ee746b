package freehold.worker.linux;

import freehold.wire.frame.Answer;
import freehold.wire.frame.FrameEncoder;
import freehold.wire.frame.FrameReader;
import freehold.wire.frame.Order;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands in for the cell daemon, and answers one connection after the other as a script says. Needs no root. */
final class ScriptedDaemon implements AutoCloseable {
    private final Path directory;
    private final ServerSocketChannel server;
    private final Thread thread;
    final List<Order> orders = new CopyOnWriteArrayList<>();

    ScriptedDaemon(Script script) throws IOException {
        directory = Files.createTempDirectory("freehold-scripted-");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket()));
        thread = Thread.ofVirtual().start(() -> serve(script));
    }

    /** What the daemon does with one connection; it closes afterwards. */
    interface Script {
        void play(Talk talk) throws IOException;
    }

    Path socket() {
        return directory.resolve("socket");
    }

    private void serve(Script script) {
        while (server.isOpen()) {
            try (SocketChannel channel = server.accept()) {
                script.play(new Talk(channel));
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException hungUp) {
                // the worker closed, as it may at any time
                orders.add(new Order.Kill());
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            thread.join();
            Files.deleteIfExists(socket());
            Files.delete(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One connection, seen from the daemon. */
    final class Talk {
        private final SocketChannel channel;
        private final FrameReader<Order> reader;

        Talk(SocketChannel channel) {
            this.channel = channel;
            this.reader = FrameReader.orders(channel);
        }

        Order hear() throws IOException {
            Order order = reader.next();
            orders.add(order);
            return order;
        }

        /** Hears orders up to the first of that kind. */
        void hearUntil(Class<? extends Order> kind) throws IOException {
            Order order = hear();
            while (!kind.isInstance(order)) {
                order = hear();
            }
        }

        /** Says all of it in one write. */
        void say(Answer... answers) throws IOException {
            FrameEncoder encoder = new FrameEncoder();
            for (Answer answer : answers) {
                encoder.append(answer);
            }
            sayBytes(encoder.take());
        }

        void sayBytes(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }
}
