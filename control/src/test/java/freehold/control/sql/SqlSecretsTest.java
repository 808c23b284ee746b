package freehold.control.sql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.record.RecordUnavailable;
import freehold.control.secret.By;
import freehold.control.secret.SecretStore;
import freehold.control.secret.SecretStoreContract;
import freehold.control.secret.Secrets;
import freehold.control.world.World;
import freehold.ledger.Chain;
import freehold.ledger.Position;
import freehold.secret.SecretName;
import freehold.tenant.TenantId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqlSecretsTest {
    private static final SecretName TOKEN = new SecretName("token");
    private static final By ANN = new By("key_ann", Optional.of("127.0.0.1"));

    @TempDir
    private Path folder;

    private SqlRecords records;

    @BeforeEach
    void open() {
        records = new SqlRecords(folder.resolve("freehold.db"), InstantSource.system(), () -> World.KEY, World.MASTER);
    }

    @AfterEach
    void close() {
        records.close();
    }

    /** A database that takes everything but a line of the ledger, and after it everything again. */
    private void broken(String sql) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("freehold.db"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void a_secret_is_neither_put_nor_deleted_where_the_ledger_takes_no_line() throws Exception {
        Secrets secrets = new Secrets(records.secrets(), records.vault(), InstantSource.system());
        Secrets.Put _ = secrets.put(TenantId.LOCAL, TOKEN, "one of many".getBytes(UTF_8), ANN);
        broken("create trigger full before insert on ledger begin select raise(abort, 'no room'); end");

        assertThatThrownBy(() -> secrets.put(TenantId.LOCAL, TOKEN, "another".getBytes(UTF_8), ANN))
                .isInstanceOf(RecordUnavailable.class);
        assertThatThrownBy(() -> secrets.delete(TenantId.LOCAL, TOKEN, ANN)).isInstanceOf(RecordUnavailable.class);

        assertThat(secrets.find(TenantId.LOCAL, TOKEN, Optional.empty())
                        .orElseThrow()
                        .version()
                        .number())
                .isEqualTo(1);
        broken("drop trigger full");
        assertThat(secrets.delete(TenantId.LOCAL, TOKEN, ANN)).isTrue();
        assertThat(secrets.delete(TenantId.LOCAL, TOKEN, ANN)).isFalse();
        assertThat(records.ledger().read(Chain.of(TenantId.LOCAL), Position.FIRST, 10))
                .extracting(line -> new String(line.envelope().payload(), UTF_8))
                .satisfiesExactly(
                        put -> assertThat(put).contains("secret.put", "token version 1"),
                        deleted -> assertThat(deleted).contains("secret.deleted"));
    }

    @Test
    void a_value_is_in_no_file_of_the_database() throws Exception {
        Secrets secrets = new Secrets(records.secrets(), records.vault(), InstantSource.system());

        Secrets.Put _ = secrets.put(TenantId.LOCAL, TOKEN, "kanarienvogel".getBytes(UTF_8), ANN);

        assertThat(filesWith("token")).isNotEmpty(); // it looks where it should
        assertThat(filesWith("kanarienvogel")).isEmpty();
    }

    private List<Path> filesWith(String text) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (Files.readString(file, ISO_8859_1).contains(text)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    @Nested
    final class Contract extends SecretStoreContract {
        @Override
        protected SecretStore store() {
            return records.secrets();
        }
    }
}
