package freehold.control.cel;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.admission.Ceilings;
import freehold.control.policy.Inspection;
import freehold.policy.PolicyName;
import freehold.wire.api.PolicyDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/policies.md teaches is what the product takes. */
final class ExamplesTest {
    private static final Path HOME = Path.of(System.getProperty("freehold.home"));

    @ParameterizedTest
    @ValueSource(strings = {"class", "exam", "agent"})
    void an_example_is_sound_and_is_on_the_page_as_it_is(String name) throws IOException {
        Path example = HOME.resolve("examples/policies/" + name + ".yaml");

        Inspection.Finding finding = new Inspection(new CelConditions(), Ceilings.SERVER.most())
                .inspect(new PolicyName(name), PolicyDocument.yaml(Files.readAllBytes(example)));

        assertThat(finding).isInstanceOf(Inspection.Finding.Sound.class);
        assertThat(Files.readString(HOME.resolve("docs/policies.md"))).contains(Files.readString(example));
    }
}
