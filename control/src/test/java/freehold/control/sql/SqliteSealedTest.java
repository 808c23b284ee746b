package freehold.control.sql;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.admission.Ids;
import freehold.control.record.Entry;
import freehold.execution.Execution;
import freehold.execution.StepName;
import freehold.policy.Retain;
import freehold.tenant.TenantId;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteSealedTest extends SealedContract {
    private static final TenantId ANN = new TenantId("ann");

    @TempDir
    private Path folder;

    private final Ids ids = new Ids(() -> Instant.parse("2026-11-25T12:00:00Z"), new Random(9));

    @Override
    Engine engine() {
        return Engine.in(folder.resolve("freehold.db"));
    }

    private List<Path> filesWith(byte[] text) throws Exception {
        List<Path> found = new ArrayList<>();
        String wanted = new String(text, StandardCharsets.ISO_8859_1);
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                if (Files.readString(each, StandardCharsets.ISO_8859_1).contains(wanted)) {
                    found.add(each);
                }
            }
        }
        return found;
    }

    @Test
    void no_file_of_the_database_has_any_content_while_it_is_written_or_after() throws Exception {
        records().save(entry(ids, ANN, Retain.FULL, true)).join();
        records().save(entry(ids, ANN, Retain.FULL, false)).join();
        records().blobs().put(ANN, new ByteArrayInputStream(CANARY.getBytes(StandardCharsets.UTF_8)));

        assertThat(Files.size(folder.resolve("freehold.db-wal"))).isPositive();
        assertThat(filesWith(CANARY.getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(filesWith("execution".getBytes(StandardCharsets.UTF_8))).isNotEmpty(); // it looks where it should
    }

    @Test
    void what_was_durable_while_it_waited_is_in_no_file_after_its_end_not_even_sealed() throws Exception {
        Entry waiting = entry(ids, ANN, Retain.NONE, false);
        records().save(waiting).join();
        byte[] sealed;
        try (Session session = engine().openToRead()) {
            sealed = session.query("select request from execution", row -> row.getBytes(1))
                    .getFirst();
        }
        assertThat(filesWith(sealed)).isNotEmpty();
        Entry whole = entry(ids, ANN, Retain.NONE, true);
        Execution ended = waiting.execution()
                .started(StepName.RUN, Instant.EPOCH)
                .finished(whole.execution().outcome().orElseThrow(), Instant.parse("2026-11-25T12:00:01Z"));

        records()
                .save(new Entry(ended, waiting.request(), waiting.inputs(), whole.journal()))
                .join();
        records().forget(ANN, Set.of()).join();

        assertThat(filesWith(sealed)).isEmpty();
    }

    /** Also shows that the search would find what is not sealed. */
    @Test
    void what_was_plain_is_in_no_file_once_it_was_sealed() throws Exception {
        records().save(entry(ids, ANN, Retain.FULL, true)).join();
        byte[] plain = CANARY.repeat(2_000).getBytes(StandardCharsets.UTF_8);
        try (Session session = engine().openToWrite()) {
            session.update("update execution set request = ?, sealed = 0", (Object) plain);
            session.update("update step set stdout = ?, stderr = ?", plain, plain);
        }
        assertThat(filesWith(CANARY.getBytes(StandardCharsets.UTF_8))).isNotEmpty();

        int sealed = records().sealPlain(10);

        assertThat(sealed).isEqualTo(1);
        assertThat(filesWith(CANARY.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
}
