package freehold.execution;

import freehold.cell.CellReport;
import freehold.cell.Signal;
import freehold.quantity.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What two executions that have ended have in common, point by point: how each step ended, what it wrote, and files brought back. */
public record Comparison(List<Point> points) {
    /** Of what there was none. */
    public static final String NONE = "none";

    /** One thing that is compared, as text: an end, or a digest. */
    public record Point(String name, String one, String other) {
        public boolean agrees() {
            return one.equals(other);
        }
    }

    public Comparison {
        points = List.copyOf(points);
    }

    /**
     * Compares two.
     *
     * @throws IllegalArgumentException if one of them has not ended
     */
    public static Comparison of(Execution one, Execution other) {
        Map<String, String> ones = facts(one);
        Map<String, String> others = facts(other);
        Map<String, Point> points = new TreeMap<>();
        for (Map<String, String> facts : List.of(ones, others)) {
            for (String name : facts.keySet()) {
                points.put(name, new Point(name, ones.getOrDefault(name, NONE), others.getOrDefault(name, NONE)));
            }
        }
        return new Comparison(new ArrayList<>(points.values()));
    }

    public boolean agrees() {
        return points.stream().allMatch(Point::agrees);
    }

    private static Map<String, String> facts(Execution execution) {
        Outcome outcome = execution
                .outcome()
                .orElseThrow(() -> new IllegalArgumentException("it has not ended: " + execution.id()));
        Map<String, String> facts = new TreeMap<>();
        facts.put("verdict", outcome.verdict().label());
        step(facts, "build", outcome.build());
        step(facts, "run", outcome.run());
        for (Artifact artifact : outcome.artifacts()) {
            facts.put("artifacts/" + artifact.path(), artifact.digest().toString());
        }
        return facts;
    }

    private static void step(Map<String, String> facts, String name, Optional<StepResult> step) {
        step.ifPresent(result -> {
            facts.put(name + "/exit", exit(result.report()));
            facts.put(name + "/stdout", Digest.of(result.stdout()).toString());
            facts.put(name + "/stderr", Digest.of(result.stderr()).toString());
        });
    }

    private static String exit(CellReport report) {
        return report.signal() == 0 ? Integer.toString(report.exitCode()) : Signal.nameOf(report.signal());
    }
}
