package freehold.wire.link;

import freehold.execution.Plan;
import freehold.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Control and workers in one process. */
public final class MemoryLink implements Link, Roster {
    private final List<Seat> seats = new CopyOnWriteArrayList<>();
    private volatile Runnable listener = () -> {};

    @Override
    public Registration announce(Worker worker) {
        Seat seat = new Seat(worker, new AtomicInteger(worker.capacity()));
        seats.add(seat);
        listener.run();
        return () -> seats.remove(seat);
    }

    @Override
    public int credit() {
        return seats.stream()
                .filter(seat -> seat.worker.ready())
                .mapToInt(seat -> Math.max(0, seat.free.get()))
                .sum();
    }

    @Override
    public int capacity() {
        return seats.stream()
                .filter(seat -> seat.worker.ready())
                .mapToInt(seat -> seat.worker.capacity())
                .sum();
    }

    @Override
    public Optional<Lease> assign(Plan plan, Reports reports) {
        for (Seat seat : seats) {
            if (seat.worker.ready() && seat.take()) {
                return Optional.of(seat.worker.begin(plan, report -> {
                    if (report.isLast()) {
                        seat.free.incrementAndGet();
                    }
                    reports.take(report);
                    if (report.isLast()) {
                        listener.run();
                    }
                }));
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean isOpenFor(Plan plan) {
        return credit() > 0;
    }

    @Override
    public void forgetKept(TenantId tenant) {
        seats.forEach(seat -> seat.worker.forgetKept(tenant));
    }

    @Override
    public void onCredit(Runnable listener) {
        this.listener = listener;
    }

    private record Seat(Worker worker, AtomicInteger free) {
        boolean take() {
            return free.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        }
    }
}
