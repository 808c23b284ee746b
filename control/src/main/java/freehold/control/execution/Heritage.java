package freehold.control.execution;

import freehold.control.admission.Admission;
import freehold.control.admission.Decision;
import freehold.control.execution.Executions.StoredRequests;
import freehold.control.record.Entry;
import freehold.control.record.Journal;
import freehold.control.record.RecordUnavailable;
import freehold.control.record.Records;
import freehold.control.record.Tenures;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.execution.Plan;
import freehold.execution.Request;
import freehold.execution.Untold;
import freehold.refusal.NotFound;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is in the record, has not ended, and was somebody else's: run again where that can be, and ended in words where not. */
final class Heritage {
    private static final Logger LOG = LoggerFactory.getLogger(Heritage.class);

    /** How many are taken over in one go. */
    private static final int TAKEN_MAX = 200;

    /** How long a runtime may be away that an execution was admitted for. */
    private static final Duration WAIT_MAX = Duration.ofHours(1);

    private final Admission admission;
    private final Records records;
    private final InstantSource clock;
    private final Heir heir;

    /** Who goes on with it. */
    interface Heir {
        /** Whether it came, or ended, here since it was read. */
        boolean isKnown(Execution read);

        /** Queues it again; false if there is no place. */
        boolean takes(Plan plan, Entry entry);
    }

    Heritage(Admission admission, Records records, InstantSource clock, Heir heir) {
        this.admission = admission;
        this.records = records;
        this.clock = clock;
        this.heir = heir;
    }

    /** All of it, by the only one who has the record. */
    void takeAll(StoredRequests requests) {
        for (Entry entry : records.unfinished()) {
            Entry whole = whole(entry, requests);
            switch (readmitted(entry, requests)) {
                case Decision.Admitted(Plan plan)
                when plan.dialogue().isOpen() -> abandon(whole, new Untold.LeftBehindInDialogue());
                case Decision.Admitted(Plan plan) -> {
                    if (!heir.takes(plan, whole)) {
                        abandon(whole, new Untold.LeftWithoutPlace());
                    }
                }
                case Decision.Refused _ -> abandon(whole, new Untold.LeftBehind());
            }
        }
    }

    /** A part of what one of several has by the record. */
    void takeSome(Tenures tenures, Set<ExecutionId> living, StoredRequests requests) {
        for (Entry entry : tenures.held(living, TAKEN_MAX)) {
            if (!heir.isKnown(entry.execution())) {
                take(entry, requests);
            }
        }
    }

    private void take(Entry entry, StoredRequests requests) {
        Entry whole = whole(entry, requests);
        boolean tooOld = entry.execution().createdAt().plus(WAIT_MAX).isBefore(clock.instant());
        switch (readmitted(entry, requests)) {
            case Decision.Admitted(Plan plan)
            when plan.dialogue().isOpen() -> abandon(whole, new Untold.LeftBehindInDialogue());
            case Decision.Admitted(Plan plan) -> {
                if (heir.takes(plan, whole)) {
                    LOG.info("{} was taken over", plan.id());
                }
            }
            case Decision.Refused _ when tooOld -> abandon(whole, new Untold.LeftBehind());
            case Decision.Refused(var refusal) ->
                LOG.info(
                        "{} waits, for it cannot be run now: {}",
                        entry.execution().id(),
                        refusal);
        }
    }

    private static Entry whole(Entry entry, StoredRequests requests) {
        Optional<Request> read = requests.read(entry.execution().tenant(), entry.request());
        return new Entry(
                entry.execution(), entry.request(), entry.inputs(), entry.journal(), read.flatMap(Request::callback));
    }

    private Decision readmitted(Entry entry, StoredRequests requests) {
        Execution left = entry.execution();
        String pinned = left.runtime().name() + "@" + left.runtime().digest();
        return requests.read(left.tenant(), entry.request())
                .map(request -> admission.readmit(
                        left.id(),
                        left.tenant(),
                        request.withLabels(left.labels()).pinned(left.secrets()),
                        pinned,
                        left.policy()))
                .orElseGet(() -> new Decision.Refused(new NotFound(NotFound.Thing.EXECUTION)));
    }

    private void abandon(Entry entry, Untold end) {
        LOG.warn(
                "{} was left behind and could not be run again",
                entry.execution().id());
        Execution ended = entry.execution().finished(end.outcome(), clock.instant());
        Journal journal = new Journal(
                List.of(new Journal.Run(Journal.Kind.QUEUED, 1), new Journal.Run(Journal.Kind.FINISHED, 1)));
        RecordUnavailable.joined(
                records.save(new Entry(ended, entry.request(), entry.inputs(), journal, entry.callback())));
    }
}
