package freehold.control.execution;

import freehold.control.record.Entry;
import freehold.control.record.Records;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.execution.State;
import freehold.tenant.TenantId;
import freehold.wire.link.Hearing;
import freehold.wire.link.Speech;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * Executions that another control has. Each question goes to whoever has it by the record at that moment, so that it survives the death
 * of a control: then nobody answers for a while, and later another one does.
 */
final class Elsewhere {
    private static final Duration LOOK_MAX = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Records records;
    private final Fellowship fellowship;

    Elsewhere(Records records, Fellowship fellowship) {
        this.records = records;
        this.fellowship = fellowship;
    }

    /** As its control sees it now. */
    Execution now(Execution stored) {
        try {
            Optional<Fellows.Sight> sight = look(stored.tenant(), stored.id(), 0, Duration.ZERO);
            return sight.map(each -> stored.seen(each.state(), each.startedAt()))
                    .orElse(stored);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return stored;
        }
    }

    /** Waits for the end; what is known then, finished or not. Empty if it was erased meanwhile. */
    Optional<Execution> await(Execution stored, Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        EventReader events = new Reader(stored.tenant(), stored.id(), 0);
        long left = until - System.nanoTime();
        while (!events.isAtEnd() && left > 0) {
            var _ = events.next(Duration.ofNanos(left));
            left = until - System.nanoTime();
        }
        return records.find(stored.tenant(), stored.id())
                .map(Entry::execution)
                .map(found -> found.state() == State.FINISHED ? found : now(found));
    }

    EventSource events(Execution stored) {
        return new EventSource() {
            @Override
            public long replayedBytes() {
                return 0;
            }

            @Override
            public EventReader readAfter(long position) {
                return new Reader(stored.tenant(), stored.id(), position);
            }
        };
    }

    boolean cancel(TenantId tenant, ExecutionId id) {
        try {
            Optional<String> holder = fellowship.tenures().holder(id);
            return holder.isPresent() && fellowship.fellows().cancel(holder.get(), tenant, id);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Says something by way of whoever has it; if nobody answers, another one will in a while. Each keystroke may come by here: the record
     * is asked who has it, and no more unless nobody does.
     */
    Hearing say(TenantId tenant, ExecutionId id, long number, Speech speech) {
        try {
            Optional<String> holder = fellowship.tenures().holder(id);
            if (holder.isPresent()) {
                return fellowship.fellows().say(holder.get(), tenant, id, number, speech);
            }
            boolean goesOn = records.state(tenant, id)
                    .filter(state -> state != State.FINISHED)
                    .isPresent();
            return goesOn ? Hearing.LATER : Hearing.OVER;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Hearing.LATER;
        }
    }

    private Optional<Fellows.Sight> look(TenantId tenant, ExecutionId id, long after, Duration patience)
            throws InterruptedException {
        Optional<String> holder = fellowship.tenures().holder(id);
        return holder.isPresent()
                ? fellowship.fellows().look(holder.get(), tenant, id, after, patience)
                : Optional.empty();
    }

    /** Reads from whoever has it, and from the record once nobody has. */
    private final class Reader implements EventReader {
        private final TenantId tenant;
        private final ExecutionId id;
        private final Queue<Event> unread = new ArrayDeque<>();
        private long position;
        private Optional<EventReader> replay = Optional.empty();
        private boolean gone;

        Reader(TenantId tenant, ExecutionId id, long after) {
            this.tenant = tenant;
            this.id = id;
            this.position = after;
        }

        @Override
        public Optional<Event> next(Duration patience) throws InterruptedException {
            long until = System.nanoTime() + patience.toNanos();
            while (true) {
                if (replay.isPresent()) {
                    return replay.get().next(Duration.ZERO);
                }
                Event next = unread.poll();
                if (next != null) {
                    position = next.position();
                    return Optional.of(next);
                }
                Duration left = Duration.ofNanos(until - System.nanoTime());
                if (gone || !left.isPositive()) {
                    return Optional.empty();
                }
                ask(left.compareTo(LOOK_MAX) < 0 ? left : LOOK_MAX);
            }
        }

        private void ask(Duration patience) throws InterruptedException {
            Optional<Fellows.Sight> sight = look(tenant, id, position, patience);
            if (sight.isPresent()) {
                for (Event each : sight.get().events()) {
                    if (each instanceof Event.Ended) {
                        break; // comes from the record, when the end is in it
                    }
                    unread.add(each);
                }
                if (!sight.get().events().isEmpty() && unread.isEmpty()) {
                    Thread.sleep(PAUSE.dividedBy(20));
                    readStored();
                }
                return;
            }
            readStored();
            if (replay.isEmpty() && !gone) {
                Thread.sleep(patience.compareTo(PAUSE) < 0 ? patience : PAUSE);
            }
        }

        private void readStored() {
            Optional<Entry> stored = records.find(tenant, id);
            gone = stored.isEmpty();
            replay = stored.flatMap(entry -> entry.execution()
                    .outcome()
                    .map(outcome -> EventLog.replayed(entry.journal(), outcome).readAfter(position)));
        }

        @Override
        public boolean isAtEnd() {
            return gone || replay.map(EventReader::isAtEnd).orElse(false);
        }
    }
}
