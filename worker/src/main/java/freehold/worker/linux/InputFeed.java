package freehold.worker.linux;

import freehold.wire.frame.Frame;
import freehold.wire.frame.Order;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends a large standard input from a thread of its own, while another reads the output: a program that writes before it reads
 * would otherwise wait for us, and we for it.
 */
final class InputFeed implements AutoCloseable {
    private final Connection connection;
    private final byte[] stdin;
    private final Thread thread = Thread.ofVirtual().name("cell-input").unstarted(this::feed);
    private volatile boolean ended;

    private InputFeed(Connection connection, byte[] stdin) {
        this.connection = connection;
        this.stdin = stdin;
    }

    static InputFeed start(Connection connection, byte[] stdin) {
        InputFeed feed = new InputFeed(connection, stdin);
        feed.thread.start();
        return feed;
    }

    static List<Order> orders(byte[] stdin) {
        List<Order> orders = new ArrayList<>();
        for (int at = 0; at < stdin.length; at += Frame.CHUNK_MAX) {
            orders.add(new Order.Input(ByteBuffer.wrap(stdin, at, Math.min(Frame.CHUNK_MAX, stdin.length - at))));
        }
        orders.add(new Order.InputEnd());
        return orders;
    }

    private void feed() {
        try {
            for (Order order : orders(stdin)) {
                if (ended) {
                    return;
                }
                connection.sendBeside(order);
            }
        } catch (IOException gone) {
            // the thread that reads meets the same, and tells it
            ended = true;
        }
    }

    /** Sends no more, and waits until what is half sent is sent: the daemon takes it and throws it away. */
    @Override
    public void close() {
        ended = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
                connection.close();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
