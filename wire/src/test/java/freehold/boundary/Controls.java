package freehold.boundary;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * A test for each boundary of a list: what tries to cross it fails by a claim of its own where the boundary is left out, and passes where
 * nothing is. What fails otherwise, for a class that does not link or a time that is up, shows nothing and is no such failure.
 */
public final class Controls {
    private final ClassLoader parent;
    private final WithoutLoader whole;
    private final Map<String, Seen> seenWhole = new ConcurrentHashMap<>();

    private Controls(ClassLoader parent) {
        this.parent = parent;
        this.whole = WithoutLoader.whole(parent);
    }

    /** Of the list that stands beside a test class as {@code boundaries.txt}. */
    public static Stream<DynamicTest> of(Class<?> beside) throws IOException {
        try (InputStream in = beside.getResourceAsStream("boundaries.txt")) {
            if (in == null) {
                throw new IllegalStateException("no boundaries.txt beside " + beside.getName());
            }
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            Controls controls = new Controls(beside.getClassLoader());
            return Boundary.parse(lines).stream()
                    .map(each -> dynamicTest("without " + each.name(), () -> controls.check(each)));
        }
    }

    /** What came of running one test. */
    sealed interface Seen {
        record Passed() implements Seen {}

        /** By a claim of the test. */
        record Failed() implements Seen {}

        /** In another way. */
        record Broken(String why) implements Seen {}
    }

    static void check(Boundary boundary, ClassLoader parent) {
        new Controls(parent).check(boundary);
    }

    private void check(Boundary boundary) {
        WithoutLoader without = WithoutLoader.without(boundary, parent);
        for (String crossing : boundary.crossings()) {
            Seen before = seenWhole.computeIfAbsent(crossing, each -> run(whole, each));
            if (!(before instanceof Seen.Passed)) {
                throw new AssertionError(crossing + " does not pass with nothing left out: " + before);
            }
            Seen after = run(without, crossing);
            if (!(after instanceof Seen.Failed)) {
                throw new AssertionError(crossing + " does not fail without " + boundary.name() + ": " + after);
            }
        }
    }

    private static Seen run(ClassLoader loader, String crossing) {
        Thread thread = Thread.currentThread();
        ClassLoader former = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        Results results = new Results();
        try {
            LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectMethod(loader, crossing))
                    .filters(EngineFilter.includeEngines("junit-jupiter"))
                    .build();
            LauncherFactory.create(LauncherConfig.builder()
                            .enableTestExecutionListenerAutoRegistration(false)
                            .enableLauncherSessionListenerAutoRegistration(false)
                            .enableLauncherDiscoveryListenerAutoRegistration(false)
                            .build())
                    .execute(request, results);
        } finally {
            thread.setContextClassLoader(former);
        }
        return results.seen();
    }

    private static final class Results implements TestExecutionListener {
        private final List<Throwable> failures = new ArrayList<>();
        private int passed;

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            result.getThrowable().ifPresent(failures::add);
            if (test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
                passed++;
            }
        }

        /** One claim that failed shows it, whatever else broke of that. */
        Seen seen() {
            if (failures.stream().anyMatch(AssertionError.class::isInstance)) {
                return new Seen.Failed();
            }
            if (!failures.isEmpty()) {
                return new Seen.Broken(failures.toString());
            }
            return passed > 0 ? new Seen.Passed() : new Seen.Broken("there is no such test, or it was not run");
        }
    }
}
