package freehold.control.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TenantVaultTest {
    private static final TenantId ANN = new TenantId("ann");
    private static final TenantId BEN = new TenantId("ben");
    private static final byte[] PLAIN = "print(6 * 7)".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private final MemoryTenantKeys keys = new MemoryTenantKeys();
    private final MasterKeys masters = new MasterKeys(List.of(MasterKey.make()));
    private final TenantVault vault = vault(masters);

    private TenantVault vault(MasterKeys given) {
        return new TenantVault(MasterKeySource.of(given), keys, InstantSource.system());
    }

    @Test
    void what_is_sealed_opens_again_also_in_another_process_and_has_nothing_of_the_content() {
        byte[] sealed = vault.seal(ANN, Purpose.REQUEST, "exe_1", PLAIN);
        byte[] again = vault.seal(ANN, Purpose.REQUEST, "exe_1", PLAIN);

        assertThat(vault(masters).open(ANN, Purpose.REQUEST, "exe_1", sealed)).isEqualTo(PLAIN);
        assertThat(sealed).hasSize(PLAIN.length + Vault.OVERHEAD).isNotEqualTo(again);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("print");
    }

    @Test
    void it_opens_for_no_other_tenant_purpose_or_id() {
        byte[] sealed = vault.seal(ANN, Purpose.RUN_STDOUT, "exe_1", PLAIN);
        vault.seal(BEN, Purpose.RUN_STDOUT, "exe_1", PLAIN);

        assertThatThrownBy(() -> vault.open(BEN, Purpose.RUN_STDOUT, "exe_1", sealed))
                .isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> vault.open(ANN, Purpose.RUN_STDERR, "exe_1", sealed))
                .isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> vault.open(ANN, Purpose.RUN_STDOUT, "exe_2", sealed))
                .isInstanceOf(SealBroken.class)
                .hasMessageContaining("somebody changed or moved it");
    }

    @Test
    void what_is_no_seal_at_all_is_refused() {
        for (byte[] wrong : List.of(new byte[0], PLAIN, new byte[Vault.OVERHEAD], new byte[100])) {
            assertThatThrownBy(() -> vault.open(ANN, Purpose.REQUEST, "exe_1", wrong))
                    .isInstanceOf(SealBroken.class);
        }
    }

    @Test
    void a_rotated_key_seals_what_comes_and_opens_what_was() {
        byte[] before = vault.seal(ANN, Purpose.REQUEST, "exe_1", PLAIN);
        TenantVault other = vault(masters);
        other.seal(ANN, Purpose.REQUEST, "exe_0", PLAIN); // so that it keeps the first version in memory

        int version = vault.rotate(ANN);
        byte[] after = vault.seal(ANN, Purpose.REQUEST, "exe_2", PLAIN);

        assertThat(version).isEqualTo(2);
        assertThat(after[4]).isEqualTo((byte) 2);
        assertThat(vault.open(ANN, Purpose.REQUEST, "exe_1", before)).isEqualTo(PLAIN);
        assertThat(other.open(ANN, Purpose.REQUEST, "exe_2", after)).isEqualTo(PLAIN);
    }

    @Test
    void what_was_sealed_under_a_destroyed_key_opens_for_nobody_and_others_stay() {
        byte[] anns = vault.seal(ANN, Purpose.REQUEST, "exe_1", PLAIN);
        byte[] bens = vault.seal(BEN, Purpose.REQUEST, "exe_2", PLAIN);

        vault.destroy(ANN);

        assertThatThrownBy(() -> vault.open(ANN, Purpose.REQUEST, "exe_1", anns))
                .isInstanceOf(KeyDestroyed.class)
                .hasMessageContaining("destroyed");
        assertThatThrownBy(() -> vault(masters).open(ANN, Purpose.REQUEST, "exe_1", anns))
                .isInstanceOf(KeyDestroyed.class);
        assertThat(vault.open(BEN, Purpose.REQUEST, "exe_2", bens)).isEqualTo(PLAIN);
    }

    @Test
    void a_new_key_after_a_destroyed_one_is_another_key() {
        byte[] old = vault.seal(ANN, Purpose.REQUEST, "exe_1", PLAIN);
        vault.destroy(ANN);

        vault.seal(ANN, Purpose.REQUEST, "exe_2", PLAIN);

        assertThatThrownBy(() -> vault.open(ANN, Purpose.REQUEST, "exe_1", old)).isInstanceOf(SealBroken.class);
    }

    @Test
    void a_rotated_master_key_changes_no_content_and_the_old_one_is_needed_no_more() {
        byte[] sealed = vault.seal(ANN, Purpose.REQUEST, "exe_1", PLAIN);
        vault.rotate(ANN);
        MasterKeys both = masters.before(MasterKey.make());

        int rewrapped = vault(both).rewrap();
        TenantVault after = vault(both.currentAlone());

        assertThat(rewrapped).isEqualTo(2);
        assertThat(after.open(ANN, Purpose.REQUEST, "exe_1", sealed)).isEqualTo(PLAIN);
        assertThatThrownBy(() -> vault(masters).open(ANN, Purpose.REQUEST, "exe_1", sealed))
                .isInstanceOf(MasterKeyMissing.class)
                .hasMessageContaining(both.current().id());
    }

    @Test
    void wrapped_keys_cannot_be_given_to_another_tenant_or_version() {
        byte[] anns = vault.seal(ANN, Purpose.REQUEST, "exe_1", PLAIN);
        vault.seal(BEN, Purpose.REQUEST, "exe_2", PLAIN);
        WrappedKey stolen = keys.of(ANN).getFirst();
        keys.destroy(BEN);
        keys.add(new WrappedKey(BEN, 1, stolen.master(), stolen.wrapped(), stolen.since()));

        assertThatThrownBy(() -> vault(masters).open(BEN, Purpose.REQUEST, "exe_1", anns))
                .isInstanceOf(SealBroken.class)
                .hasMessageContaining("stored key 1 of tenant ben");
    }

    @Test
    void it_begins_with_a_master_key_file_that_it_makes_once_and_refuses_another_one() throws Exception {
        MasterKeyFile file = new MasterKeyFile(folder.resolve("master-key"));
        TenantVault first = new TenantVault(file, keys, InstantSource.system());

        assertThat(first.begin()).isTrue();
        byte[] sealed = first.seal(ANN, Purpose.REQUEST, "exe_1", PLAIN);
        assertThat(new TenantVault(file, keys, InstantSource.system()).begin()).isFalse();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        Files.move(file.path(), folder.resolve("elsewhere"));
        TenantVault lost = new TenantVault(new MasterKeyFile(file.path()), keys, InstantSource.system());
        assertThatThrownBy(lost::begin).isInstanceOf(MasterKeyMissing.class).hasMessageContaining("it is not there");
        assertThat(file.path()).doesNotExist();
        assertThatThrownBy(() -> vault(masters).begin())
                .isInstanceOf(MasterKeyMissing.class)
                .hasMessageContaining("not the one that was given");
        TenantVault found =
                new TenantVault(new MasterKeyFile(folder.resolve("elsewhere")), keys, InstantSource.system());
        assertThat(found.open(ANN, Purpose.REQUEST, "exe_1", sealed)).isEqualTo(PLAIN);
    }

    @Test
    void a_master_key_file_that_others_may_read_or_that_is_none_is_refused_without_its_content() throws Exception {
        Path open = folder.resolve("open");
        new MasterKeyFile(open).makeIfAbsent();
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r-----"));
        Path wrong = Files.writeString(folder.resolve("wrong"), "freehold-master-key:hunter2hunter2\n");
        Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rw-------"));

        Path handedOut = folder.resolve("handed-out");
        new MasterKeyFile(handedOut).makeIfAbsent();
        Files.setPosixFilePermissions(handedOut, PosixFilePermissions.fromString("r--r-----"));

        assertThatThrownBy(() -> new MasterKeyFile(open).current()).hasMessageContaining("others may use it");
        assertThat(new MasterKeyFile(handedOut).current().all()).hasSize(1);
        assertThatThrownBy(() -> new MasterKeyFile(wrong).current())
                .isInstanceOf(MasterKeyMissing.class)
                .hasMessageContaining("32 bytes in base64")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void a_file_that_changes_counts_at_once_and_one_that_breaks_changes_nothing() throws Exception {
        MasterKeyFile file = new MasterKeyFile(folder.resolve("master-key"));
        file.makeIfAbsent();
        MasterKeys first = file.current();

        new MasterKeyFile(file.path()).replace(first.before(MasterKey.make()));
        MasterKeys second = file.current();
        Files.writeString(file.path(), "gone");

        assertThat(second.all()).hasSize(2);
        assertThat(second.all().getLast().id()).isEqualTo(first.current().id());
        assertThat(file.current().current().id()).isEqualTo(second.current().id());
    }

    @Test
    void many_that_seal_for_a_new_tenant_at_one_time_use_one_key() {
        List<CompletableFuture<byte[]>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                String id = "exe_" + i;
                all.add(CompletableFuture.supplyAsync(
                        () -> vault(masters).seal(ANN, Purpose.REQUEST, id, PLAIN), threads));
            }
        }

        for (int i = 0; i < all.size(); i++) {
            assertThat(vault.open(ANN, Purpose.REQUEST, "exe_" + i, all.get(i).join()))
                    .isEqualTo(PLAIN);
        }
        assertThat(keys.of(ANN)).hasSize(1);
    }
}
