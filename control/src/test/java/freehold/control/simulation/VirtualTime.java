package freehold.control.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Time that goes on when nothing is left to do. What may wait has a thread, of which one runs at a time: it is given the word, and gives
 * it back when it waits or ends.
 */
final class VirtualTime {
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private final List<Fiber> fibers = new ArrayList<>();
    private final Semaphore back = new Semaphore(0);
    private long nanos = 1;
    private long order;
    private long trace = 17;
    private boolean over;
    private @Nullable Fiber running;
    private @Nullable Throwable failure;

    private record Due(long at, long order, Machine owner, Runnable what) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /** Ends a thread that still waits when all is over. */
    private static final class Over extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Something that may wait. */
    final class Fiber {
        private final Machine owner;
        private final Semaphore word = new Semaphore(0);
        private final Thread thread;
        private long waits;
        private boolean done;

        private Fiber(Machine owner, String name, Runnable task) {
            this.owner = owner;
            this.thread = Thread.ofVirtual().name(name).unstarted(() -> {
                try {
                    word.acquireUninterruptibly();
                    if (!over) {
                        task.run();
                    }
                } catch (Over ended) {
                    // as it should be
                } catch (RuntimeException | Error failed) {
                    failure = failed;
                } finally {
                    done = true;
                    back.release();
                }
            });
        }

        private void resume() {
            if (!done) {
                running = this;
                word.release();
                back.acquireUninterruptibly();
                running = null;
            }
        }

        /** Waits until that moment, or until it is woken. */
        void waitUntil(long at) {
            long number = ++waits;
            at(owner, at, () -> wake(number));
            back.release();
            word.acquireUninterruptibly();
            if (over) {
                throw new Over();
            }
        }

        long number() {
            return waits;
        }

        /** Ends a wait, if it is still that one. */
        void wake(long number) {
            if (waits == number) {
                waits++;
                resume();
            }
        }
    }

    long nanos() {
        return nanos;
    }

    boolean isOver() {
        return over;
    }

    /** Differs when anything happened otherwise. */
    long trace() {
        return trace;
    }

    void note(long what) {
        trace = trace * 6_364_136_223_846_793_005L + what + nanos;
    }

    /** Lets something happen, which must not wait, unless its process is dead by then; later if that is stalled. */
    void at(Machine owner, long when, Runnable what) {
        if (!over) {
            due.add(new Due(Math.max(nanos, when), order++, owner, what));
        }
    }

    void start(Machine owner, String name, Runnable task) {
        if (over) {
            return;
        }
        Fiber fiber = new Fiber(owner, name, task);
        fibers.add(fiber);
        fiber.thread.start();
        at(owner, nanos, fiber::resume);
    }

    boolean mayWait() {
        return running != null;
    }

    Fiber running() {
        if (running == null) {
            throw new IllegalStateException("waits where nothing may");
        }
        return running;
    }

    /** Goes on until that is so, or nothing is left, or that moment has come; false then. */
    boolean runUntil(long most, BooleanSupplier enough) {
        while (!enough.getAsBoolean()) {
            Due next = due.poll();
            if (next == null || next.at() > most) {
                return false;
            }
            nanos = Math.max(nanos, next.at());
            if (next.owner().stalledUntil() > nanos) {
                due.add(new Due(next.owner().stalledUntil(), next.order(), next.owner(), next.what()));
            } else if (next.owner().isAlive()) {
                next.what().run();
            }
            if (failure != null) {
                throw new IllegalStateException("a task failed", failure);
            }
            if (fibers.size() > 4_096) {
                fibers.removeIf(each -> each.done);
            }
        }
        return true;
    }

    /** Ends all that waits. */
    void end() {
        over = true;
        for (Fiber each : fibers) {
            each.resume();
        }
        fibers.clear();
        due.clear();
    }
}
