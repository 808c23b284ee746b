package freehold.worker.linux;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A channel that connects to nobody: it waits until it is closed, and its closing fails, or does not. */
final class UnclosableChannel extends SocketChannel {
    private final Closing closing;
    private final CountDownLatch connecting = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What comes of closing it. */
    @FunctionalInterface
    interface Closing {
        void close() throws IOException;
    }

    UnclosableChannel(Closing closing) {
        super(SelectorProvider.provider());
        this.closing = closing;
    }

    void awaitConnecting() throws InterruptedException {
        connecting.await();
    }

    @Override
    public boolean connect(SocketAddress remote) throws IOException {
        connecting.countDown();
        try {
            closed.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw new AsynchronousCloseException();
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
        closed.countDown();
        closing.close();
    }

    @Override
    protected void implConfigureBlocking(boolean block) {}

    @Override
    public SocketChannel bind(SocketAddress local) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, T value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }

    @Override
    public SocketChannel shutdownInput() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SocketChannel shutdownOutput() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket socket() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isConnected() {
        return false;
    }

    @Override
    public boolean isConnectionPending() {
        return false;
    }

    @Override
    public boolean finishConnect() {
        return false;
    }

    @Override
    public SocketAddress getRemoteAddress() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SocketAddress getLocalAddress() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer bytes) {
        return -1;
    }

    @Override
    public long read(ByteBuffer[] bytes, int offset, int length) {
        return -1;
    }

    @Override
    public int write(ByteBuffer bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] bytes, int offset, int length) {
        throw new UnsupportedOperationException();
    }
}
