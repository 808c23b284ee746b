package freehold.proof.structure;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may know whom: domain ← wire ← control, worker ← cli; and control and worker never each other. */
class ArrowsTest {
    private static final Map<String, Set<String>> MAY_KNOW = Map.of(
            "domain", Set.of(),
            "wire", Set.of("domain"),
            "control", Set.of("domain", "wire"),
            "worker", Set.of("domain", "wire"),
            "cli", Set.of("domain", "wire", "control", "worker"));

    /** Packages named after a technology; who may mention one besides itself is the wiring. */
    private static final List<String> ADAPTERS = List.of(
            "freehold.control.sql",
            "freehold.control.cel",
            "freehold.control.http",
            "freehold.control.dialect",
            "freehold.control.mcp",
            "freehold.control.oidc",
            "freehold.control.webhook",
            "freehold.worker.linux",
            "freehold.worker.gvisor",
            "freehold.worker.microvm",
            "freehold.wire.nats");

    /** Which technology may be seen from where alone. */
    private static final Map<String, List<String>> TECHNOLOGIES = Map.of(
            "io.javalin.", List.of("freehold.control.http"),
            "java.sql.", List.of("freehold.control.sql"),
            "com.nimbusds.", List.of("freehold.control.oidc"),
            "io.github.bucket4j.", List.of("freehold.control.rate"),
            "dev.cel.", List.of("freehold.control.cel"),
            "org.bouncycastle.", List.of("freehold.control.ledger"),
            "picocli.", List.of("freehold.cli"));

    private final Checkout checkout = Checkout.here();
    private final JavaClasses all = checkout.all();

    @Test
    void modules_know_each_other_in_one_direction() {
        Map<String, String> modules = new HashMap<>();
        for (String module : Checkout.MODULES) {
            checkout.module(module).forEach(type -> modules.put(type.getName(), module));
        }

        var wrong = dependencies((from, to) -> {
            String mine = modules.getOrDefault(from.getName(), "");
            String theirs = modules.getOrDefault(to.getName(), mine);
            return !theirs.equals(mine)
                    && !MAY_KNOW.getOrDefault(mine, Set.of()).contains(theirs);
        });

        assertThat(modules).isNotEmpty();
        assertThat(wrong).isEmpty();
    }

    @Test
    void control_and_worker_never_see_each_other() {
        var wrong = dependencies((from, to) -> {
            boolean sideways = in(from, "freehold.control") && in(to, "freehold.worker");
            boolean back = in(from, "freehold.worker") && in(to, "freehold.control");
            return sideways || back;
        });

        assertThat(wrong).isEmpty();
    }

    /** Leaving out Main, which names every command to put them together and is named by none. */
    @Test
    void packages_form_no_cycle() {
        slices().matching("freehold.(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(name("freehold.cli.Main"), alwaysTrue())
                .check(all);
    }

    @Test
    void adapters_are_mentioned_by_the_wiring_alone() {
        var wrong = dependencies((from, to) -> ADAPTERS.stream()
                .anyMatch(adapter -> in(to, adapter) && !in(from, adapter) && !in(from, "freehold.cli")));

        assertThat(wrong).isEmpty();
    }

    @Test
    void a_technology_is_seen_where_its_adapter_is() {
        var wrong = dependencies((from, to) -> TECHNOLOGIES.entrySet().stream()
                .anyMatch(technology -> to.getName().startsWith(technology.getKey())
                        && technology.getValue().stream().noneMatch(place -> in(from, place))));

        assertThat(wrong).isEmpty();
    }

    private Stream<String> dependencies(BiPredicate<JavaClass, JavaClass> unwanted) {
        return all.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(arrow -> unwanted.test(arrow.getOriginClass(), arrow.getTargetClass()))
                .map(Dependency::getDescription);
    }

    private static boolean in(JavaClass type, String place) {
        return type.getPackageName().equals(place) || type.getPackageName().startsWith(place + ".");
    }
}
