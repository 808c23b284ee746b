package freehold.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import freehold.execution.Injection;
import freehold.execution.SecretUse;
import freehold.execution.WorkPath;
import freehold.secret.SecretName;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTextTest {
    private static SecretUse use(String name, Integer version, Injection injection) {
        return new SecretUse(new SecretName(name), version == 0 ? Optional.empty() : Optional.of(version), injection);
    }

    @Test
    void reads_a_variable_a_file_and_a_version() {
        assertThat(SecretText.parse("api-token=TOKEN")).isEqualTo(use("api-token", 0, new Injection.Variable("TOKEN")));
        assertThat(SecretText.parse("cert@3=file:conf/cert.pem"))
                .isEqualTo(use("cert", 3, new Injection.File(new WorkPath("conf/cert.pem"))));
    }

    @Test
    void calls_the_variable_as_the_secret_is_called_where_nothing_is_said() {
        assertThat(SecretText.parse("api-token")).isEqualTo(use("api-token", 0, new Injection.Variable("API_TOKEN")));
        assertThat(SecretText.parse("db.key@2")).isEqualTo(use("db.key", 2, new Injection.Variable("DB_KEY")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "=TOKEN", "a b", "a@0", "a@x", "a=", "a=1X", "a=file:", "a=file:../b", "a=/b", "9", "9-a"})
    void says_what_it_cannot_read(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> SecretText.parse(text));
    }
}
