package freehold.control.execution;

import freehold.control.admission.Admission;
import freehold.control.admission.Decision;
import freehold.control.dispatch.Dispatcher;
import freehold.control.policy.Meter;
import freehold.execution.Dialogue;
import freehold.execution.Plan;
import freehold.execution.Request;
import freehold.refusal.QueueFull;
import freehold.refusal.Refusal;
import freehold.refusal.Unavailable;
import freehold.tenant.TenantId;
import freehold.wire.client.RequestJson;
import freehold.wire.link.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lets several executions in that are begun at one time and talk to each other; together, or none of them. */
public final class Companies {
    private static final int COMPANY_LEAST = 2;

    private final Executions executions;
    private final Entrance entrance;
    private final Admission admission;
    private final Meter meter;
    private final Dispatcher dispatcher;
    private final Link link;

    public Companies(Executions executions, Admission admission, Meter meter, Dispatcher dispatcher, Link link) {
        this.executions = executions;
        this.entrance = executions.entrance();
        this.admission = admission;
        this.meter = meter;
        this.dispatcher = dispatcher;
        this.link = link;
    }

    /** What came of handing one in. */
    public sealed interface Handed {
        /** It waits or runs; whoever has it follows it, or nobody carries what they say. */
        record Begun(Company company) implements Handed {}

        record Declined(Refusal refusal) implements Handed {}
    }

    /**
     * Hands in 1 or more requests of our own API.
     *
     * @param pipes at most one to each member, whose input stays open for it
     */
    public Handed submit(TenantId tenant, List<Request> members, List<Company.Pipe> pipes) {
        Optional<Refusal> closed = entrance.closed().or(entrance::idle).or(() -> room(members.size()));
        if (closed.isPresent()) {
            return new Handed.Declined(closed.get());
        }
        List<Live> all = new ArrayList<>();
        List<Long> sizes = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            Request request = hasInput(i, pipes)
                    ? members.get(i).with(new Dialogue(Dialogue.Input.STAYS_OPEN, Optional.empty()))
                    : members.get(i);
            switch (admission.admit(tenant, request)) {
                case Decision.Refused(Refusal refusal) -> {
                    return new Handed.Declined(refusal);
                }
                case Decision.Admitted(Plan plan) -> {
                    byte[] body = RequestJson.of(request);
                    Live live = entrance.living(plan, request, body);
                    live.joinsCompany();
                    all.add(live);
                    sizes.add(Math.max(body.length, Cargo.bytes(plan)));
                }
            }
        }
        Optional<Refusal> spent = meter.take(tenant, all.size());
        if (spent.isPresent()) {
            return new Handed.Declined(spent.get());
        }
        return switch (dispatcher.claimAll(tenant, sizes)) {
            case Dispatcher.TooFew(QueueFull refusal) -> {
                meter.giveBack(tenant, all.size());
                yield new Handed.Declined(refusal);
            }
            case Dispatcher.Places(List<Dispatcher.Place> places) -> {
                entrance.hold(all, places);
                entrance.enter(all, places);
                yield new Handed.Begun(new Company(executions, all, pipes));
            }
        };
    }

    /** While it waits for so many cells at one time, those that come free stay idle: never more than half of them, but two where there are two. */
    private Optional<Refusal> room(int count) {
        int most = Math.min(link.capacity(), Math.max(COMPANY_LEAST, link.capacity() / 2));
        return count <= most
                ? Optional.empty()
                : Optional.of(new Unavailable(
                        "It takes " + count + " cells at one time, and there are " + link.capacity()
                                + ", of which programs that talk may have " + most,
                        "Let fewer programs talk, or have the operator add cells"));
    }

    private static boolean hasInput(int member, List<Company.Pipe> pipes) {
        return pipes.stream().anyMatch(pipe -> pipe.to() == member);
    }
}
