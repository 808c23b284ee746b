package freehold.cli.vault;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cli.ExitStatus;
import freehold.cli.Main;
import freehold.control.ledger.SigningKey;
import freehold.control.sql.SqlRecords;
import freehold.control.vault.MasterKeyFile;
import freehold.control.vault.Purpose;
import freehold.tenant.TenantId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The master key of one record, and of two controls, each of which has a file of its own. */
final class VaultCommandTest {
    private static final byte[] PLAIN = "print(6 * 7)".getBytes(StandardCharsets.UTF_8);
    private static final SigningKey KEY = SigningKey.make();

    @TempDir
    private Path folder;

    private final Map<TenantId, byte[]> sealed =
            new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
    private final StringWriter said = new StringWriter();
    private MasterKeyFile here;
    private MasterKeyFile there;

    @BeforeEach
    void make() throws IOException {
        here = new MasterKeyFile(folder.resolve("here"));
        there = new MasterKeyFile(folder.resolve("there"));
        here.makeIfAbsent();
        copy();
        bothReadAndStore();
    }

    private void copy() throws IOException {
        Files.copy(here.path(), there.path(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }

    /** As a control that was started just now, and has nothing in memory. */
    private SqlRecords control(MasterKeyFile file) {
        return new SqlRecords(folder.resolve("freehold.db"), InstantSource.system(), () -> KEY, file);
    }

    /** What any of them ever stored, and what either stores now for a tenant that is new. */
    private void bothReadAndStore() {
        for (MasterKeyFile file : List.of(here, there)) {
            try (SqlRecords control = control(file)) {
                TenantId fresh = new TenantId("t" + sealed.size());
                sealed.put(fresh, control.vault().seal(fresh, Purpose.REQUEST, "exe_1", PLAIN));
            }
        }
        for (MasterKeyFile file : List.of(here, there)) {
            try (SqlRecords control = control(file)) {
                sealed.forEach(
                        (tenant, bytes) -> assertThat(control.vault().open(tenant, Purpose.REQUEST, "exe_1", bytes))
                                .isEqualTo(PLAIN));
            }
        }
    }

    private int vault(String step, MasterKeyFile file) {
        CommandLine command = Main.commandLine("vault");
        command.setOut(new PrintWriter(said, true));
        command.setErr(new PrintWriter(said, true));
        return command.execute(
                "vault",
                step,
                "--data",
                folder.toString(),
                "--master-key",
                file.path().toString());
    }

    private static String id(MasterKeyFile file) {
        return file.current().current().id();
    }

    @Test
    void a_server_that_is_alone_has_a_new_key_in_one_step() {
        String former = id(here);

        int status = vault("rotate", here);

        assertThat(status).isZero();
        assertThat(here.current().all()).hasSize(1);
        assertThat(id(here)).isNotEqualTo(former);
        there = here;
        bothReadAndStore();
    }

    @Test
    void several_controls_read_and_store_at_every_step_to_a_new_key() throws Exception {
        String former = id(here);
        List<Integer> statuses = new ArrayList<>();

        statuses.add(vault("prepare", here));
        bothReadAndStore();
        copy();
        bothReadAndStore();
        statuses.add(vault("promote", here));
        bothReadAndStore();
        statuses.add(vault("promote", there));
        bothReadAndStore();
        statuses.add(vault("forget", here));
        bothReadAndStore();
        statuses.add(vault("forget", there));
        bothReadAndStore();

        assertThat(statuses).containsOnly(ExitStatus.OK);
        assertThat(id(here)).isEqualTo(id(there)).isNotEqualTo(former);
        assertThat(Files.readString(here.path())).isEqualTo(Files.readString(there.path()));
        assertThat(here.current().all()).hasSize(1);
        assertThat(here.current().next()).isEmpty();
    }

    @Test
    void a_prepared_key_wraps_nothing_and_is_shown_as_the_next_one() {
        String before = id(here);
        vault("prepare", here);
        vault("prepare", here);

        int status = vault("status", here);

        assertThat(status).isZero();
        assertThat(id(here)).isEqualTo(before);
        assertThat(said.toString())
                .contains(before + "  current  wraps ")
                .contains(here.current().next().orElseThrow().id() + "  next     wraps 0 keys");
    }

    @Test
    void steps_out_of_turn_are_refused_and_change_nothing() throws Exception {
        int early = vault("promote", here);
        vault("prepare", here);
        String prepared = Files.readString(here.path());

        int alone = vault("rotate", here);
        int forgotten = vault("forget", here);

        assertThat(early).isEqualTo(ExitStatus.USAGE);
        assertThat(alone).isEqualTo(ExitStatus.USAGE);
        assertThat(said.toString()).contains("freehold vault prepare").contains("freehold vault promote");
        assertThat(forgotten).isZero();
        assertThat(Files.readString(here.path())).isEqualTo(prepared);
        bothReadAndStore();
    }
}
