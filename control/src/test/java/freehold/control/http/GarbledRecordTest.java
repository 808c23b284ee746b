package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.ledger.Audit;
import freehold.control.sql.RecordedLedger;
import freehold.control.world.Outcomes;
import freehold.control.world.ScriptedWorker;
import freehold.control.world.World;
import freehold.execution.Artifact;
import freehold.execution.WorkPath;
import freehold.leak.LeakWatch;
import freehold.quantity.Digest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Each column of each table that an audit reads, changed in every way that a file lets one: nothing of it ends an audit, and what docs/receipts.md says is found. */
@Timeout(300)
@ExtendWith(LeakWatch.class)
final class GarbledRecordTest {
    private static final long SEED = 20_261_128;
    private static final List<String> TABLES =
            List.of("ledger", "ledger_head", "receipt_key", "execution", "step", "artifact", "label");

    /** As docs/receipts.md has them: of another value of the same kind no receipt says anything. */
    private static final Set<String> NOT_ATTESTED = Set.of(
            "execution.cpu_ms",
            "execution.wall_ms",
            "execution.memory_bytes",
            "execution.processes",
            "execution.output_bytes",
            "execution.disk_bytes",
            "execution.open_files",
            "execution.request",
            "execution.journal",
            "execution.sealed",
            "execution.policy_digest", // without a policy's name it is not read
            "step.cause_value",
            "step.denied_syscall",
            "step.denied_arch",
            "step.disk_full",
            "step.oom_kills",
            "step.processes_refused",
            "step.stdout",
            "step.stderr",
            "artifact.position",
            "artifact.size_bytes",
            "label.name",
            "label.value");

    @TempDir
    private static Path folder;

    private static Path whole = Path.of("");

    /** What a column is made to hold. */
    enum Change {
        BIT,
        TEXT,
        EMPTY,
        BYTES,
        NUMBER,
        LARGEST,
        SMALLEST,
        FRACTION,
        NOTHING
    }

    record Column(String table, String name) {
        @Override
        public String toString() {
            return table + "." + name;
        }
    }

    @BeforeAll
    static void makeOne() throws Exception {
        try (World world = new World(folder)) {
            for (String text : List.of("a", "b")) {
                receipt(
                        world,
                        world.post(
                                "/v1/executions",
                                "{\"runtime\": \"python\", \"source\": \"echo " + text
                                        + "\", \"labels\": {\"a\": \"b\"}}"));
            }
            HttpResponse<String> held = world.post(
                    "/v1/executions?wait=0s", "{\"runtime\": \"c\", \"source\": \"hold\", \"labels\": {\"a\": \"b\"}}");
            ScriptedWorker.Held cell = world.worker.next();
            byte[] content = "content".getBytes(StandardCharsets.UTF_8);
            cell.ends(Outcomes.succeeded(
                    cell.plan(),
                    content,
                    List.of(new Artifact(new WorkPath("out.txt"), content.length, Digest.of(content)))));
            receipt(world, held);
        }
        whole = folder.resolve("whole.db");
        Files.copy(folder.resolve("freehold.db"), whole, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void receipt(World world, HttpResponse<String> made) throws Exception {
        String id = JsonMapper.shared().readTree(made.body()).path("id").stringValue();
        assertThat(world.get("/v1/executions/" + id + "?wait=20s").statusCode()).isEqualTo(200);
        assertThat(world.get("/v1/executions/" + id + "/receipt").statusCode()).isEqualTo(200);
    }

    static Stream<Column> columns() throws Exception {
        List<Column> columns = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + whole);
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                try (ResultSet row = statement.executeQuery("pragma table_info(" + table + ")")) {
                    while (row.next()) {
                        columns.add(new Column(table, row.getString("name")));
                    }
                }
            }
        }
        return columns.stream();
    }

    @ParameterizedTest
    @MethodSource("columns")
    void a_garbled_column_is_found_and_ends_no_audit(Column column) throws Exception {
        Random chance = new Random(SEED + column.toString().hashCode());
        List<String> unfound = new ArrayList<>();
        for (Change change : Change.values()) {
            Path copy = folder.resolve("garbled.db");
            Files.copy(whole, copy, StandardCopyOption.REPLACE_EXISTING);
            boolean isOther = garble(copy, column, change, chance);

            Audit audit = audited(copy);

            if (isOther && audit.findings().isEmpty() && !NOT_ATTESTED.contains(column.toString())) {
                unfound.add(column + " " + change);
            }
        }
        assertThat(unfound).isEmpty();
    }

    /** Whether the row then holds something else. */
    private static boolean garble(Path file, Column column, Change change, Random chance) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("pragma writable_schema = on");
            statement.executeUpdate(
                    "update sqlite_master set sql = replace(sql, ' not null', '') where type = 'table'");
            statement.executeUpdate("pragma writable_schema = reset");
            long row;
            @Nullable Object before;
            try (ResultSet last = statement.executeQuery(
                    "select rowid, " + column.name() + " from " + column.table() + " order by rowid desc limit 1")) {
                assertThat(last.next()).as("a row of %s", column).isTrue();
                row = last.getLong(1);
                before = last.getObject(2);
            }
            @Nullable Object after = changed(before, change, chance);
            try (PreparedStatement update = connection.prepareStatement(
                    "update " + column.table() + " set " + column.name() + " = ? where rowid = ?")) {
                update.setObject(1, after);
                update.setLong(2, row);
                update.executeUpdate();
            }
            return !same(before, after);
        }
    }

    private static @Nullable Object changed(@Nullable Object before, Change change, Random chance) {
        return switch (change) {
            case BIT -> flipped(before, chance);
            case TEXT -> "\u001b[2J\ngarbled '\u0000\ud83d";
            case EMPTY -> "";
            case BYTES -> {
                byte[] bytes = new byte[chance.nextInt(1, 100)];
                chance.nextBytes(bytes);
                yield bytes;
            }
            case NUMBER -> 1_000_000 + chance.nextInt(1_000_000);
            case LARGEST -> Long.MAX_VALUE;
            case SMALLEST -> Long.MIN_VALUE;
            case FRACTION -> 0.5;
            case NOTHING -> null;
        };
    }

    private static @Nullable Object flipped(@Nullable Object before, Random chance) {
        return switch (before) {
            case null -> null;
            case String text when text.isEmpty() -> "x";
            case String text -> {
                char[] letters = text.toCharArray();
                int at = chance.nextInt(letters.length);
                letters[at] = (char) (letters[at] ^ 1);
                yield new String(letters);
            }
            case byte[] bytes when bytes.length == 0 -> new byte[1];
            case byte[] bytes -> {
                byte[] other = bytes.clone();
                other[chance.nextInt(other.length)] ^= (byte) (1 << chance.nextInt(8));
                yield other;
            }
            case Number number ->
                number.longValue() ^ (1L << chance.nextInt(21, 31)); // times are told to the millisecond
            default -> throw new AssertionError(before.getClass());
        };
    }

    /** As it is read: nothing as 0 or no text, and of a number too large its lower half. */
    private static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Number number && (other == null || other instanceof Integer || other instanceof Long)) {
            return number.intValue() == (other instanceof Number changed ? changed.intValue() : 0);
        }
        if (one instanceof byte[] bytes && other instanceof byte[] others) {
            return Arrays.equals(bytes, others);
        }
        return (one == null ? "" : one).equals(other == null ? "" : other);
    }

    private static Audit audited(Path file) throws Exception {
        try (RecordedLedger ledger = RecordedLedger.open(file)) {
            Audit audit = new Audit(Optional.of(ledger.readableKeys()));
            ledger.audit(audit);
            ledger.auditRecord(audit);
            return audit;
        }
    }

    /** Below the database: pages, and what says where rows are. */
    @Test
    void bits_that_flip_anywhere_in_the_file_end_no_audit() throws Exception {
        Random chance = new Random(SEED);
        byte[] bytes = Files.readAllBytes(whole);
        Path copy = folder.resolve("flipped.db");
        for (int time = 0; time < 150; time++) {
            byte[] flipped = bytes.clone();
            for (int bit = chance.nextInt(1, 20); bit > 0; bit--) {
                flipped[chance.nextInt(flipped.length)] ^= (byte) (1 << chance.nextInt(8));
            }
            Files.write(copy, flipped);

            try {
                assertThat(audited(copy).findings()).doesNotContainNull();
            } catch (IOException noDatabase) { // which is said when it is opened
                assertThat(noDatabase).hasMessageContaining("has no ledger that can be read");
            }
        }
    }

    @Test
    void an_unchanged_record_has_no_finding() throws Exception {
        assertThat(audited(whole).findings()).isEmpty();
    }
}
