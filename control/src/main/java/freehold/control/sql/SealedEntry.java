package freehold.control.sql;

import freehold.control.record.Entry;
import freehold.control.record.Journal;
import freehold.control.vault.Purpose;
import freehold.control.vault.Vault;
import freehold.execution.Artifact;
import freehold.execution.Callback;
import freehold.execution.CallbackId;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.execution.StepName;
import freehold.execution.StepResult;
import freehold.policy.Retain;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An entry as it is stored: content sealed, or left out where it is not to be kept. Made before it is the writer's turn, which must not
 * wait for a key.
 */
@SuppressWarnings("ArrayRecordComponent") // handed to the database, and compared by nobody
record SealedEntry(Entry entry, byte[] request, Optional<Output> build, Optional<Output> run, Optional<String> secret) {
    private static final byte[] NOTHING = {};

    /** What a step wrote. */
    @SuppressWarnings("ArrayRecordComponent") // as above
    record Output(byte[] stdout, byte[] stderr) {}

    static SealedEntry of(Entry entry, Vault vault) {
        Execution execution = entry.execution();
        TenantId tenant = execution.tenant();
        String id = execution.id().value();
        return new SealedEntry(
                entry,
                vault.seal(tenant, Purpose.REQUEST, id, isReduced(entry) ? NOTHING : entry.request()),
                execution
                        .outcome()
                        .flatMap(outcome -> outcome.build().map(step -> output(entry, StepName.BUILD, step, vault))),
                execution
                        .outcome()
                        .flatMap(outcome -> outcome.run().map(step -> output(entry, StepName.RUN, step, vault))),
                entry.callback()
                        .flatMap(Callback::secret)
                        .map(secret -> secret(vault, tenant, CallbackId.of(execution.id()), secret)));
    }

    private static Output output(Entry entry, StepName name, StepResult step, Vault vault) {
        TenantId tenant = entry.execution().tenant();
        String id = entry.execution().id().value();
        boolean reduced = isReduced(entry);
        return new Output(
                vault.seal(tenant, stdout(name), id, reduced ? NOTHING : step.stdout()),
                vault.seal(tenant, stderr(name), id, reduced ? NOTHING : step.stderr()));
    }

    /** Until its end everything is kept, for it may have to be begun again. */
    private static boolean isReduced(Entry entry) {
        return entry.execution().isReduced() && entry.execution().outcome().isPresent();
    }

    boolean isReduced() {
        return isReduced(entry);
    }

    /** Positions stay; of output nothing is said but how much there was. */
    Journal journal() {
        return isReduced() ? entry.journal().withoutOutput() : entry.journal();
    }

    Set<Digest> inputs() {
        return isReduced() ? Set.of() : entry.inputs();
    }

    /** Which files came back, as far as that is kept. */
    static List<Artifact> artifacts(Execution execution, List<Artifact> all) {
        return execution.retain() == Retain.NONE ? List.of() : all;
    }

    static Purpose stdout(StepName name) {
        return switch (name) {
            case BUILD -> Purpose.BUILD_STDOUT;
            case RUN -> Purpose.RUN_STDOUT;
        };
    }

    static Purpose stderr(StepName name) {
        return switch (name) {
            case BUILD -> Purpose.BUILD_STDERR;
            case RUN -> Purpose.RUN_STDERR;
        };
    }

    /** As the column has it, which is of text. */
    static String secret(Vault vault, TenantId tenant, CallbackId id, String secret) {
        byte[] sealed =
                vault.seal(tenant, Purpose.CALLBACK_SECRET, id.value(), secret.getBytes(StandardCharsets.US_ASCII));
        return Base64.getEncoder().encodeToString(sealed);
    }

    static String openSecret(Vault vault, TenantId tenant, CallbackId id, String stored) {
        byte[] sealed;
        try {
            sealed = Base64.getDecoder().decode(stored);
        } catch (IllegalArgumentException changed) {
            sealed = NOTHING;
        }
        return new String(vault.open(tenant, Purpose.CALLBACK_SECRET, id.value(), sealed), StandardCharsets.US_ASCII);
    }

    ExecutionId id() {
        return entry.execution().id();
    }
}
