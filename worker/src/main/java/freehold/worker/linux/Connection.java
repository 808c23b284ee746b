package freehold.worker.linux;

import freehold.wire.frame.Answer;
import freehold.wire.frame.FrameEncoder;
import freehold.wire.frame.FrameReader;
import freehold.wire.frame.MalformedFrame;
import freehold.wire.frame.Order;
import freehold.worker.cell.CellClosed;
import freehold.worker.cell.CellFault;
import freehold.worker.cell.CellsUnavailable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames to and from the daemon. One thread reads; several may write, each a whole frame at a time. Turns every failure of the
 * channel into one of the three exceptions of {@link freehold.worker.cell.Cell}.
 */
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final Duration KILL_PATIENCE = Duration.ofMillis(100);
    private static final int GATHERED_BYTES_MAX = 64 * 1024;

    private final SocketChannel channel;
    private final Duration patience;
    private final FrameReader<Answer> reader;
    private final ReentrantLock writing = new ReentrantLock();
    private final FrameEncoder encoder = new FrameEncoder(); // guarded by writing
    private int gatheredBytes; // guarded by writing

    private volatile long readDeadline = Long.MAX_VALUE;
    private volatile long writeDeadline = Long.MAX_VALUE;
    private volatile boolean closed;
    private volatile boolean overdue;

    Connection(SocketChannel channel, Duration patience) {
        this.channel = channel;
        this.patience = patience;
        this.reader = FrameReader.answers(channel);
    }

    void connect(SocketAddress address) throws IOException {
        writeDeadline = System.nanoTime() + patience.toNanos();
        channel.connect(address);
        writeDeadline = Long.MAX_VALUE;
    }

    /** Sends later, together with what comes next: a cell is staged and started in one system call where that fits. */
    void gather(Order order, int size) {
        writing.lock();
        try {
            encoder.append(order);
            gatheredBytes += size;
            if (gatheredBytes >= GATHERED_BYTES_MAX) {
                flushInTime();
            }
        } finally {
            writing.unlock();
        }
    }

    /** Sends these orders and all that was gathered. From the thread that reads alone. */
    void send(Order... orders) {
        writing.lock();
        try {
            for (Order order : orders) {
                encoder.append(order);
            }
            flushInTime();
        } finally {
            writing.unlock();
        }
    }

    /** Sends an order from another thread than the one that reads; waits as long as the program does not read its input. */
    void sendBeside(Order order) throws IOException {
        writing.lock();
        try {
            encoder.append(order);
            flush();
        } finally {
            writing.unlock();
        }
    }

    /** The same, but only if no other order is stuck half sent; says whether the order went out. */
    boolean sendSoon(Order order) {
        try {
            if (!writing.tryLock(KILL_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            return isSent(order);
        } finally {
            writing.unlock();
        }
    }

    /** The same, but only if no other order is on its way; for what is not urgent. */
    boolean sendIfFree(Order order) {
        if (!writing.tryLock()) {
            return false;
        }
        try {
            return isSent(order);
        } finally {
            writing.unlock();
        }
    }

    /** With the lock held. */
    private boolean isSent(Order order) {
        try {
            encoder.append(order);
            flush();
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    private void flushInTime() {
        writeDeadline = System.nanoTime() + patience.toNanos();
        try {
            flush();
        } catch (IOException failure) {
            throw afterFailedWrite(failure);
        } finally {
            writeDeadline = Long.MAX_VALUE;
        }
    }

    private void flush() throws IOException {
        gatheredBytes = 0;
        ByteBuffer bytes = encoder.take();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** The daemon tells why before it closes: that is worth more than "broken pipe". */
    private RuntimeException afterFailedWrite(IOException failure) {
        if (closed || overdue) {
            return failed(failure);
        }
        try {
            while (true) {
                next();
            }
        } catch (CellFault | CellsUnavailable | CellClosed told) {
            return told;
        }
    }

    /** The next answer; waits for it a short time. */
    Answer next() {
        return next(Duration.ZERO);
    }

    /**
     * The next answer; waits for it so much longer.
     *
     * @throws CellFault also if the daemon says so
     */
    Answer next(Duration longer) {
        readDeadline = System.nanoTime() + patience.plus(longer).toNanos();
        try {
            Answer answer = reader.next();
            if (answer instanceof Answer.Fault(String step, int errno, String text)) {
                throw new CellFault(step, errno, text);
            }
            return answer;
        } catch (MalformedFrame malformed) {
            throw new CellFault("conversation", 0, String.valueOf(malformed.getMessage()));
        } catch (IOException failure) {
            throw failed(failure);
        } finally {
            readDeadline = Long.MAX_VALUE;
        }
    }

    /** Whether an answer is here already. */
    boolean hasNext() {
        try {
            return reader.hasNext();
        } catch (MalformedFrame malformed) {
            return true; // and next() tells what is wrong with it
        }
    }

    /** Whether the daemon has said nothing, not even by closing. */
    boolean isQuiet() {
        if (closed) {
            return false;
        }
        try {
            channel.configureBlocking(false);
            try {
                return channel.read(ByteBuffer.allocate(1)) == 0;
            } finally {
                channel.configureBlocking(true);
            }
        } catch (IOException gone) {
            return false;
        }
    }

    /** What to throw when the daemon said something that makes no sense now. */
    static CellFault unexpected(Answer answer) {
        return new CellFault(
                "conversation", 0, "not expected now: " + answer.getClass().getSimpleName());
    }

    void closeIfOverdue(long now) {
        if (isPast(readDeadline, now) || isPast(writeDeadline, now)) {
            overdue = true;
            closeChannel();
        }
    }

    private static boolean isPast(long deadline, long now) {
        return deadline != Long.MAX_VALUE && now - deadline > 0;
    }

    void close() {
        closed = true;
        closeChannel();
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException failure) {
            // close(2) has released the descriptor whatever it answers, so nobody who closes has anything left to do
            LOG.warn("The channel to a cell was closed with a failure", failure);
        }
    }

    private RuntimeException failed(IOException failure) {
        if (overdue) {
            return new CellsUnavailable("the cell daemon does not answer", failure);
        }
        if (closed) {
            return new CellClosed();
        }
        return new CellsUnavailable("the cell daemon is gone: " + failure.getMessage(), failure);
    }
}
