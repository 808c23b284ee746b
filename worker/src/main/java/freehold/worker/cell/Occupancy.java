package freehold.worker.cell;

import freehold.dispatch.ProcessorWeight;
import freehold.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose executions are under way, and what their programs weigh: each as usual as long as one tenant is about, and else as {@link
 * ProcessorWeight#among} says. All programs of a tenant weigh the same, those that were there before as well. Guarded by the lock of its pool.
 */
final class Occupancy {
    /** How long after its last execution a tenant is still one that others should leave room for. */
    static final Duration ABOUT = Duration.ofMinutes(10);

    /** Tenants are callers' to make; of more than these the ones that were silent longest are forgotten. */
    private static final int TENANTS_MAX = 64;

    private final Map<TenantId, Party> underWay = new HashMap<>();
    private final Map<TenantId, Long> seen = new LinkedHashMap<>(); // the last one seen is the last
    private final Set<Place> places = new LinkedHashSet<>();

    /**
     * A tenant with executions under way.
     *
     * @param share as it was told last, for all of them
     */
    private record Party(int count, int share) {}

    /** One execution, and the cell that it has, if it has one. */
    static final class Place {
        final TenantId tenant;
        private @Nullable Cell cell;
        private ProcessorWeight told = ProcessorWeight.USUAL;

        private Place(TenantId tenant) {
            this.tenant = tenant;
        }
    }

    /** That cell's program shall weigh so much from now on. */
    record Due(Cell cell, ProcessorWeight weight) {}

    Place begin(TenantId tenant, int share, long now) {
        underWay.put(tenant, new Party(underWay(tenant) + 1, share));
        see(tenant, now);
        Place place = new Place(tenant);
        places.add(place);
        return place;
    }

    void end(Place place, long now) {
        if (places.remove(place)) {
            underWay.computeIfPresent(
                    place.tenant,
                    (_, party) -> party.count() == 1 ? null : new Party(party.count() - 1, party.share()));
            see(place.tenant, now);
        }
    }

    /** The execution has that cell now, in place of any that it had. */
    void occupy(Place place, Cell cell) {
        place.cell = cell;
        place.told = ProcessorWeight.USUAL;
    }

    int underWay() {
        return places.size();
    }

    int underWay(TenantId tenant) {
        Party party = underWay.get(tenant);
        return party == null ? 0 : party.count();
    }

    private ProcessorWeight weight(TenantId tenant) {
        Party party = underWay.get(tenant);
        return party == null ? ProcessorWeight.USUAL : ProcessorWeight.among(party.count(), party.share());
    }

    /** What is to be told since this was asked last. */
    List<Due> due(long now) {
        List<Due> due = new ArrayList<>();
        boolean shared = isShared(now);
        for (Place place : places) {
            Cell cell = place.cell;
            ProcessorWeight weight = shared ? weight(place.tenant) : ProcessorWeight.USUAL;
            if (cell != null && !weight.equals(place.told)) {
                place.told = weight;
                due.add(new Due(cell, weight));
            }
        }
        return due;
    }

    private boolean isShared(long now) {
        Iterator<Map.Entry<TenantId, Long>> oldest = seen.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<TenantId, Long> each = oldest.next();
            if (now - each.getValue() < ABOUT.toNanos()) {
                break;
            }
            if (underWay(each.getKey()) == 0) {
                oldest.remove();
            }
        }
        return seen.size() > 1;
    }

    private void see(TenantId tenant, long now) {
        seen.remove(tenant);
        seen.put(tenant, now);
        if (seen.size() > TENANTS_MAX) {
            seen.remove(seen.keySet().iterator().next());
        }
    }
}
