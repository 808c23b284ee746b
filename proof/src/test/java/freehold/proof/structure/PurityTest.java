package freehold.proof.structure;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the domain must not know, and where alone the machine is touched: native calls and child processes. */
class PurityTest {
    private static final List<String> IMPURE_PACKAGES =
            List.of("java.io.", "java.nio.file.", "java.nio.channels.", "java.net.", "java.sql.", "java.lang.foreign.");
    private static final Set<String> IMPURE_TYPES = Set.of(
            "java.time.Clock",
            "java.util.Random",
            "java.security.SecureRandom",
            "java.util.concurrent.ThreadLocalRandom",
            "java.lang.Thread",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.Runtime",
            "java.util.Timer");
    private static final Set<String> IMPURE_METHODS = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.lang.Math.random",
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.util.UUID.randomUUID");

    /** Adapters of the port Cells, package clients, the discovery of toolchains, and the wiring. */
    private static final List<String> MACHINERY = List.of(
            "freehold.worker.linux",
            "freehold.worker.gvisor",
            "freehold.worker.microvm",
            "freehold.worker.bundle",
            "freehold.worker.rootfs",
            "freehold.cli");

    private final Checkout checkout = Checkout.here();

    @Test
    void the_domain_has_no_clock_no_chance_no_threads_and_no_input_or_output() {
        JavaClasses domain = checkout.module("domain");

        var types = accesses(domain).filter(access -> {
            String target = access.getTargetOwner().getName();
            return IMPURE_TYPES.contains(target) || IMPURE_PACKAGES.stream().anyMatch(target::startsWith);
        });
        var methods = accesses(domain)
                .filter(access ->
                        IMPURE_METHODS.contains(access.getTargetOwner().getName() + "." + access.getName()));

        assertThat(Stream.concat(types, methods).map(JavaAccess::getDescription))
                .isEmpty();
    }

    @Test
    void the_domain_knows_the_jdk_and_the_annotations_of_absence_alone() {
        var wrong = checkout.module("domain").stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(arrow -> {
                    String target =
                            arrow.getTargetClass().getBaseComponentType().getPackageName();
                    return !target.isEmpty()
                            && !target.startsWith("java.")
                            && !target.startsWith("freehold.")
                            && !target.startsWith("org.jspecify.");
                })
                .map(arrow -> arrow.getDescription());

        assertThat(wrong).isEmpty();
    }

    @Test
    void native_calls_and_child_processes_start_in_the_machinery_alone() {
        var wrong = checkout.all().stream()
                .filter(type -> MACHINERY.stream().noneMatch(place -> in(type, place)))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(arrow -> {
                    String target = arrow.getTargetClass().getName();
                    return target.startsWith("java.lang.foreign.") || target.equals("java.lang.ProcessBuilder");
                })
                .map(arrow -> arrow.getDescription());

        assertThat(wrong).isEmpty();
    }

    private static Stream<JavaAccess<?>> accesses(JavaClasses classes) {
        return classes.stream().flatMap(type -> type.getAccessesFromSelf().stream());
    }

    private static boolean in(JavaClass type, String place) {
        return type.getPackageName().equals(place) || type.getPackageName().startsWith(place + ".");
    }
}
