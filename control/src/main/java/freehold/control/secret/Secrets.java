package freehold.control.secret;

import freehold.control.vault.Purpose;
import freehold.control.vault.Vault;
import freehold.execution.SecretUse;
import freehold.execution.SecretValue;
import freehold.ledger.Act;
import freehold.refusal.FieldFault;
import freehold.refusal.Invalid;
import freehold.refusal.Refusal;
import freehold.secret.SecretName;
import freehold.secret.SecretVersion;
import freehold.tenant.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Keeps the values of secrets, and gives them out for workers alone. */
public final class Secrets implements SecretIndex {
    /** Shorter ones would be found in any output, and be redacted there. */
    public static final int VALUE_BYTES_LEAST = 4;

    public static final int VALUE_BYTES_MAX = 64 << 10;

    private final SecretStore store;
    private final Vault vault;
    private final InstantSource clock;

    public Secrets(SecretStore store, Vault vault, InstantSource clock) {
        this.store = store;
        this.vault = vault;
        this.clock = clock;
    }

    /** What came of putting a value. */
    public sealed interface Put {
        record Done(Kept kept) implements Put {}

        record Declined(Refusal refusal) implements Put {}
    }

    /** Stores a value as the newest version, and in one step the line that says so. */
    public Put put(TenantId tenant, SecretName name, byte[] value, By by) {
        if (value.length < VALUE_BYTES_LEAST || value.length > VALUE_BYTES_MAX) {
            return declined("The value has " + VALUE_BYTES_LEAST + " to 65,536 bytes, not " + value.length);
        }
        Optional<SecretVersion> version = store.reserve(tenant, name);
        if (version.isEmpty()) {
            return declined("This tenant has " + SecretStore.NAMES_MAX
                    + " names of secrets, deleted ones included; put the value under one of them");
        }
        Kept kept = new Kept(version.get(), clock.instant(), by.actor(), value.length, isText(value));
        byte[] sealed = vault.seal(tenant, Purpose.SECRET, version.get().toString(), value);
        store.add(
                tenant,
                kept,
                sealed,
                act(by, "secret.put", name + " version " + version.get().number()));
        return new Put.Done(kept);
    }

    private static Put declined(String sentence) {
        return new Put.Declined(new Invalid(List.of(new FieldFault("#", sentence))));
    }

    /** The newest version of each, by name. */
    public List<Kept> list(TenantId tenant) {
        return store.list(tenant);
    }

    /** All versions that are kept, up to this one, newest first. */
    public List<Kept> versions(TenantId tenant, SecretVersion newest) {
        return IntStream.iterate(newest.number(), number -> number > 0, number -> number - 1)
                .limit(SecretStore.VERSIONS_KEPT)
                .mapToObj(number -> store.find(tenant, newest.name(), Optional.of(number)))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Erases all values of a secret, and in one step writes the line that says so; false if it has none. */
    public boolean delete(TenantId tenant, SecretName name, By by) {
        return store.delete(tenant, name, act(by, "secret.deleted", name.value()));
    }

    private Act act(By by, String action, String object) {
        return new Act(clock.instant(), by.actor(), action, object, by.from(), Optional.empty(), Optional.empty());
    }

    /** Erases everything of a tenant. */
    public void erase(TenantId tenant) {
        store.erase(tenant);
    }

    @Override
    public Optional<Kept> find(TenantId tenant, SecretName name, Optional<Integer> version) {
        return store.find(tenant, name, version);
    }

    /** What came of asking for values. */
    sealed interface Opened {
        record All(List<SecretValue> values) implements Opened {
            public All {
                values = List.copyOf(values);
            }
        }

        /** One of them was erased since. */
        record Gone(SecretVersion version) implements Opened {}
    }

    /** The values of secrets, each of a version. */
    Opened open(TenantId tenant, List<SecretUse> uses) {
        List<SecretValue> values = new ArrayList<>();
        for (SecretUse use : uses) {
            SecretVersion version = new SecretVersion(use.name(), use.version().orElseThrow());
            Optional<byte[]> sealed = store.sealed(tenant, version);
            if (sealed.isEmpty()) {
                return new Opened.Gone(version);
            }
            byte[] value = vault.open(tenant, Purpose.SECRET, version.toString(), sealed.get());
            values.add(new SecretValue(use.name(), use.injection(), value));
        }
        return new Opened.All(values);
    }

    private static boolean isText(byte[] value) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .chars()
                    .noneMatch(each -> each == 0);
        } catch (CharacterCodingException _) {
            return false;
        }
    }
}
