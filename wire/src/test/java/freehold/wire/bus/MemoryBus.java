package freehold.wire.bus;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A bus within one process, which loses what the test says. */
public final class MemoryBus implements Bus {
    private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();
    private volatile Predicate<String> losing = _ -> false;

    /** From now on messages to such subjects are lost. */
    public void loses(Predicate<String> subjects) {
        losing = subjects;
    }

    @SuppressWarnings("ArrayRecordComponent") // passed on once, compared by nobody
    private record Sent(byte[] message, CompletableFuture<byte[]> answer) {}

    private final class Listener implements Ear {
        private final String subject;
        private final Hearing hearing;
        private final LinkedBlockingQueue<Sent> queue = new LinkedBlockingQueue<>();
        private final Thread thread;

        Listener(String subject, Hearing hearing) {
            this.subject = subject;
            this.hearing = hearing;
            this.thread = Thread.ofVirtual().start(this::run);
        }

        private void run() {
            try {
                while (true) {
                    Sent sent = queue.take();
                    hearing.hear(sent.message()).ifPresent(sent.answer()::complete);
                }
            } catch (InterruptedException closed) {
                queue.clear();
            }
        }

        @Override
        public void close() {
            listeners.getOrDefault(subject, List.of()).remove(this);
            thread.interrupt();
        }
    }

    private CompletableFuture<byte[]> send(String subject, byte[] message) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        if (!losing.test(subject)) {
            listeners.getOrDefault(subject, List.of()).forEach(each -> each.queue.add(new Sent(message, answer)));
        }
        return answer;
    }

    @Override
    public void tell(String subject, byte[] message) {
        var _ = send(subject, message);
    }

    @Override
    public byte[] ask(String subject, byte[] message, Duration patience) throws NoAnswer, InterruptedException {
        try {
            return send(subject, message).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException none) {
            throw new NoAnswer(subject);
        }
    }

    @Override
    public Ear hear(String subject, Hearing hearing) {
        Listener listener = new Listener(subject, hearing);
        listeners.computeIfAbsent(subject, _ -> new CopyOnWriteArrayList<>()).add(listener);
        return listener;
    }

    @Override
    public Ear share(String subject, String group, Hearing hearing) {
        return hear(subject, hearing); // one of a group is all of it in a test
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public void close() {
        List.copyOf(listeners.values()).forEach(each -> List.copyOf(each).forEach(Listener::close));
    }
}
