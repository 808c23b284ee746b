package freehold.control.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.tenant.TenantId;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyFileTest {
    private final KeySecret secret = KeySecret.make(new Random(3));

    @Test
    void a_key_is_known_by_its_secret_alone() {
        KeyFile file = KeyFile.parse("# staff\n" + secret.digest() + " ann read,run # until May\n\n");

        assertThat(file.verify(secret))
                .contains(new Caller(new TenantId("ann"), Set.of(Right.READ, Right.RUN))
                        .by(new Credential.FileKey(secret.digest())));
        assertThat(file.verify(KeySecret.make(new Random(4)))).isEmpty();
        assertThat(file.verify(new KeySecret(secret.digest().toString()))).isEmpty();
        assertThat(file.verify(new KeySecret(""))).isEmpty();
    }

    @Test
    void a_line_without_rights_gives_those_of_old_and_none_that_came_later() {
        KeyFile file = KeyFile.parse(secret.digest() + " ann");

        assertThat(file.verify(secret).orElseThrow().rights())
                .containsExactlyInAnyOrder(Right.RUN, Right.READ, Right.METRICS);
    }

    @Test
    void a_line_that_is_written_is_read_again() {
        KeyFile.Key key = new KeyFile.Key(secret.digest(), new Caller(new TenantId("bob"), Set.of(Right.METRICS)));

        assertThat(KeyFile.parse(key.line()).keys()).containsExactly(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "sha256:00 ann", "DIGEST", "DIGEST Ann", "DIGEST ann all", "DIGEST ann run extra"})
    void a_line_that_is_not_understood_stops_the_start(String line) {
        String text = "\n" + line.replace("DIGEST", secret.digest().toString());

        assertThatThrownBy(() -> KeyFile.parse(text)).hasMessageStartingWith("line 2: ");
    }

    @Test
    void a_secret_does_not_show_itself() {
        assertThat(secret.value()).startsWith("fh_").hasSize(46);
        assertThat(secret.toString()).isEqualTo("fh_…");
    }
}
