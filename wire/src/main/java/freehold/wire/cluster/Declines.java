package freehold.wire.cluster;

import freehold.execution.ExecutionId;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which worker declined which execution, so that it is asked again neither at once nor for ever. A worker that does not say why is taken to
 * have had no room, which happens to each now and then: it is asked again as soon as it tells of room, and less and less often when it goes
 * on declining. Guarded by the lock of its {@link BusLink}.
 */
final class Declines {
    /** More than can wait at a control. */
    private static final int EXECUTIONS_MAX = 10_000;

    /** Long enough for another worker to come, or for this one to be replaced: four of them, and it is given up. */
    static final Duration UNREADABLE_PAUSE = Duration.ofSeconds(30);

    static final int UNREADABLE_MAX = 5;

    /** So often a race for a free cell may be lost without further ado: of two controls that are busy, each loses every other one. */
    static final int NO_ROOM_AT_ONCE = 20;

    private static final Duration NO_ROOM_PAUSE = Duration.ofSeconds(1);
    static final Duration NO_ROOM_PAUSE_MAX = Duration.ofSeconds(8);

    /** Over an hour: no race is lost as often. */
    static final int NO_ROOM_MAX = 500;

    private final Map<ExecutionId, Map<String, Count>> all = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ExecutionId, Map<String, Count>> eldest) {
            return size() > EXECUTIONS_MAX;
        }
    };

    /**
     * How often one worker declined one execution.
     *
     * @param againNanos when it may be asked again
     */
    private record Count(int noRoom, int unreadable, long againNanos) {
        static final Count NONE = new Count(0, 0, 0);

        Count and(Decline why, long nowNanos) {
            return switch (why) {
                case UNREADABLE -> new Count(noRoom, unreadable + 1, nowNanos + UNREADABLE_PAUSE.toNanos());
                case NO_ROOM -> new Count(noRoom + 1, unreadable, nowNanos + pauseNanos(noRoom + 1));
            };
        }

        private static long pauseNanos(int times) {
            if (times <= NO_ROOM_AT_ONCE) {
                return 0;
            }
            long doubled = NO_ROOM_PAUSE.toNanos() << Math.min(times - NO_ROOM_AT_ONCE - 1, Long.SIZE / 4);
            return Math.min(doubled, NO_ROOM_PAUSE_MAX.toNanos());
        }

        boolean isHopeless() {
            return unreadable >= UNREADABLE_MAX || noRoom >= NO_ROOM_MAX;
        }
    }

    void add(ExecutionId execution, String worker, Decline why, long nowNanos) {
        all.computeIfAbsent(execution, _ -> new HashMap<>())
                .compute(worker, (_, before) -> (before == null ? Count.NONE : before).and(why, nowNanos));
    }

    /** Whether any worker declined it. */
    boolean has(ExecutionId execution) {
        return all.containsKey(execution);
    }

    private Count count(ExecutionId execution, String worker) {
        return all.getOrDefault(execution, Map.of()).getOrDefault(worker, Count.NONE);
    }

    /** Whether this worker is to be asked for this execution. */
    boolean mayAsk(ExecutionId execution, String worker, long nowNanos) {
        Count count = count(execution, worker);
        return count.equals(Count.NONE) || nowNanos - count.againNanos() >= 0;
    }

    /** Whether there is no use in asking this worker any more. */
    boolean isHopeless(ExecutionId execution, String worker) {
        return count(execution, worker).isHopeless();
    }

    void forget(ExecutionId execution) {
        all.remove(execution);
    }

    /** A worker that is gone does not come back under that name. */
    void forgetWorker(String worker) {
        all.values().removeIf(counts -> counts.remove(worker) != null && counts.isEmpty());
    }
}
