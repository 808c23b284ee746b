package freehold.control.execution;

import freehold.control.record.RecordUnavailable;
import freehold.execution.ExecutionId;
import freehold.tenant.TenantId;
import freehold.wire.link.Hearing;
import freehold.wire.link.Speech;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Somebody who talks to the program of one execution. Input is said in its order by a thread of its own; of what waits there is no more
 * than a bound, and then whoever wants to say more waits too. Signals and sizes go ahead of it.
 */
public final class Voice implements AutoCloseable {
    private static final SecureRandom NUMBERS = new SecureRandom();

    /** What a speech costs besides its bytes: without it there could be any number of those that have none. */
    private static final int SPEECH_BYTES = 64;

    private static final int WAITING_BYTES_MAX = 2 * (Speech.INPUT_MAX + SPEECH_BYTES);
    private static final Duration PAUSE_FIRST = Duration.ofMillis(5);
    private static final Duration PAUSE_MAX = Duration.ofMillis(250);

    private final Executions executions;
    private final TenantId tenant;
    private final ExecutionId id;
    private final Unheard unheard;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;

    // guarded by lock
    private final Deque<Speech> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean closed;

    /** Told, from any thread, of what did not reach the program and never will. */
    @FunctionalInterface
    public interface Unheard {
        void tell(Speech speech, Hearing why) throws InterruptedException;
    }

    public Voice(Executions executions, TenantId tenant, ExecutionId id, Unheard unheard) {
        this.executions = executions;
        this.tenant = tenant;
        this.id = id;
        this.unheard = unheard;
        this.thread = Thread.ofVirtual().name("voice").start(this::run);
    }

    /** Says it, now or as soon as the program has listened to what came before. */
    public void say(Speech speech) throws InterruptedException {
        switch (speech) {
            case Speech.Input _, Speech.InputEnd _ -> queue(speech);
            case Speech.Signalled _, Speech.Resized _ -> insist(speech);
        }
    }

    private static int cost(Speech speech) {
        return SPEECH_BYTES + (speech instanceof Speech.Input(byte[] bytes) ? bytes.length : 0);
    }

    private void queue(Speech speech) throws InterruptedException {
        int cost = cost(speech);
        lock.lock();
        try {
            while (!closed && waitingBytes + cost > WAITING_BYTES_MAX) {
                changed.await();
            }
            if (!closed) {
                waiting.add(speech);
                waitingBytes += cost;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (true) {
                Speech next;
                lock.lock();
                try {
                    while (waiting.isEmpty() && !closed) {
                        changed.await();
                    }
                    if (closed) {
                        return;
                    }
                    next = waiting.element();
                } finally {
                    lock.unlock();
                }
                insist(next);
                said(next);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void said(Speech speech) {
        lock.lock();
        try {
            waiting.remove();
            waitingBytes -= cost(speech);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The same again, under the same number, until it was heard, or nobody is there to hear it. */
    private void insist(Speech speech) throws InterruptedException {
        long number = NUMBERS.nextLong();
        Duration pause = PAUSE_FIRST;
        Hearing hearing = hear(number, speech);
        while (hearing == Hearing.LATER && pauses(pause)) {
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(PAUSE_MAX) < 0 ? longer : PAUSE_MAX;
            hearing = hear(number, speech);
        }
        if (hearing == Hearing.OVER || hearing == Hearing.NOT_FOR_IT) {
            unheard.tell(speech, hearing);
        }
    }

    private Hearing hear(long number, Speech speech) throws InterruptedException {
        try {
            return executions.say(tenant, id, number, speech);
        } catch (RecordUnavailable away) {
            return Hearing.LATER; // the record says where it runs, and will again
        }
    }

    /** Whether there is reason to go on after that pause. */
    private boolean pauses(Duration pause) throws InterruptedException {
        long left = pause.toNanos();
        lock.lock();
        try {
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Says nothing more; what was not said is forgotten. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
