package freehold.control.admission;

import freehold.cell.Limit;
import freehold.control.policy.Rulebook;
import freehold.control.policy.Rulebooks;
import freehold.control.record.Entry;
import freehold.control.record.Filter;
import freehold.control.record.Records;
import freehold.execution.ExecutionId;
import freehold.execution.Request;
import freehold.policy.Grant;
import freehold.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tries a policy against requests of the past. Each is judged as of when it came, by the policy in force now and by the new one; rates
 * and budgets are left out, for they depend on what else ran.
 */
public final class Trial {
    /** Of one trial. */
    public static final int REQUESTS_MAX = 500;

    private final Admission admission;
    private final Rulebooks policies;
    private final Records records;
    private final Requests requests;

    /** Reads a stored request again. */
    @FunctionalInterface
    public interface Requests {
        Optional<Request> read(TenantId tenant, byte[] body);
    }

    public Trial(Admission admission, Rulebooks policies, Records records, Requests requests) {
        this.admission = admission;
        this.policies = policies;
        this.records = records;
        this.requests = requests;
    }

    /** What came of it; only requests for which something would change are told. */
    public record Result(int tried, int unreadable, List<Difference> differences) {
        public Result {
            differences = List.copyOf(differences);
        }
    }

    /** One of them. */
    public record Difference(ExecutionId execution, Appraisal before, Appraisal after) {}

    /**
     * Tries the newest ones.
     *
     * @param most from 1 to {@link #REQUESTS_MAX}
     */
    public Result run(TenantId tenant, Rulebook rules, int most) {
        Optional<Rulebook> current = policies.inForce(tenant);
        List<Difference> differences = new ArrayList<>();
        int tried = 0;
        int unreadable = 0;
        for (Past execution : newest(tenant, most)) {
            Optional<Request> request = records.find(tenant, execution.id()).flatMap(entry -> asked(tenant, entry));
            if (request.isEmpty()) {
                unreadable++;
                continue;
            }
            tried++;
            Appraisal before = admission.appraise(tenant, request.get(), current, execution.createdAt());
            Appraisal after = admission.appraise(tenant, request.get(), Optional.of(rules), execution.createdAt());
            if (isDifferent(before, after)) {
                differences.add(new Difference(execution.id(), before, after));
            }
        }
        return new Result(tried, unreadable, differences);
    }

    /** With its labels as they were: a batch gave it some that its body lacks. */
    private Optional<Request> asked(TenantId tenant, Entry entry) {
        return requests.read(tenant, entry.request())
                .map(request -> request.withLabels(entry.execution().labels()));
    }

    /** An execution without what it wrote, of which there may be much. */
    private record Past(ExecutionId id, Instant createdAt) {}

    /** A page of the record may end early. */
    private List<Past> newest(TenantId tenant, int most) {
        List<Past> found = new ArrayList<>();
        Filter filter = Filter.ALL;
        while (found.size() < most) {
            Records.Page page = records.list(tenant, filter, most - found.size());
            page.executions().forEach(each -> found.add(new Past(each.id(), each.createdAt())));
            if (page.next().isEmpty()) {
                break;
            }
            filter = new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), page.next());
        }
        return found;
    }

    private static boolean isDifferent(Appraisal before, Appraisal after) {
        return !before.denial().equals(after.denial()) || !values(before).equals(values(after));
    }

    /** What an execution would notice. */
    private static Map<String, Object> values(Appraisal appraisal) {
        Map<String, Object> values = new HashMap<>();
        appraisal.terms().ifPresent(terms -> {
            values.put("tier", terms.tier());
            terms.run().forEach((Limit limit, Grant grant) -> values.put("run " + limit, grant.value()));
            terms.build()
                    .ifPresent(build ->
                            build.forEach((Limit limit, Grant grant) -> values.put("build " + limit, grant.value())));
        });
        return values;
    }
}
