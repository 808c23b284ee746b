package freehold.control.dialect.jobe;

import freehold.cell.Limit;
import freehold.control.dialect.PeerJson;
import freehold.runtime.Installed;
import freehold.runtime.Pack;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The parameters of a run: limits in the peer's units, and arguments of each stage. */
final class Parameters {
    private static final String JAVA = "java";
    private static final int MILLIS = 1_000;
    private static final int MEBI = 1 << 20;

    /** The peer gives a run twice its processor time. */
    private static final int WALL_TO_CPU = 2;

    /** What the peer compiles with when it is not told: warnings are errors, and its course material counts on that. */
    private static final Map<String, List<String>> COMPILED_WITH = Map.of(
            "c", List.of("-Wall", "-Werror", "-std=c99"),
            "cpp", List.of("-Wall", "-Werror"));

    /** Options of an interpreter that change nothing here: no compiled files are kept, nothing of the environment is read, and the heap follows the limit. */
    private static final Map<String, String> WITHOUT_EFFECT =
            Map.of("python", "-[BE]+", JAVA, "-X(rs|ss\\w+|mx\\w+|ms\\w+)");

    private final JsonNode json;
    private final Pack pack;

    Parameters(JsonNode json, Installed runtime) {
        this.json = json;
        this.pack = runtime.pack();
    }

    /** Of the run. The peer leaves Java's memory to its own options, and gives it many threads. */
    Map<Limit, Long> limits() throws Fault {
        Map<Limit, Long> limits = new EnumMap<>(Limit.class);
        Optional<Double> cpu = number("cputime");
        cpu.ifPresent(seconds -> {
            limits.put(Limit.CPU, (long) Math.ceil(seconds * MILLIS));
            limits.put(Limit.WALL, (long) Math.ceil(seconds * MILLIS * WALL_TO_CPU));
        });
        number("streamsize").ifPresent(mebi -> limits.put(Limit.OUTPUT, (long) Math.ceil(mebi * MEBI)));
        number("disklimit").ifPresent(mebi -> limits.put(Limit.DISK, (long) Math.ceil(mebi * MEBI)));
        if (!pack.name().equals(JAVA)) {
            number("memorylimit").ifPresent(mebi -> limits.put(Limit.MEMORY, (long) Math.ceil(mebi * MEBI)));
            number("numprocs").ifPresent(count -> limits.put(Limit.PROCESSES, (long) Math.ceil(count)));
        }
        return limits;
    }

    /** Nothing, and 0, mean the runtime's own. */
    private Optional<Double> number(String name) throws Fault {
        Optional<String> text = PeerJson.scalar(json, name);
        if (text.isEmpty() || text.get().isBlank()) {
            return Optional.empty();
        }
        if (!text.get().matches("\\d{1,9}(\\.\\d{0,9})?([eE][+-]?\\d{1,2})?")) {
            throw new Fault(400, "The parameter " + name + " for the run_spec is not a number");
        }
        double value = Double.parseDouble(text.get());
        return value == 0 ? Optional.empty() : Optional.of(value);
    }

    List<String> buildArguments() throws Fault {
        if (pack.build().isEmpty()) {
            return List.of();
        }
        List<String> arguments = new ArrayList<>(
                json.path("compileargs").isArray()
                        ? texts("compileargs")
                        : COMPILED_WITH.getOrDefault(pack.name(), List.of()));
        arguments.addAll(texts("linkargs"));
        return arguments;
    }

    List<String> runArguments() throws Fault {
        for (String option : texts("interpreterargs")) {
            if (!option.matches(WITHOUT_EFFECT.getOrDefault(pack.name(), ""))) {
                throw new Fault(400, "The parameter interpreterargs is not offered by this server for " + pack.name());
            }
        }
        return texts("runargs");
    }

    /** Of Java: the file whose class is run. */
    Optional<String> mainClass() {
        return pack.name().equals(JAVA)
                ? PeerJson.scalar(json, "main_class").filter(name -> !name.isBlank())
                : Optional.empty();
    }

    private List<String> texts(String name) throws Fault {
        List<String> texts = new ArrayList<>();
        for (JsonNode each : json.path(name)) {
            if (!each.isValueNode() || each.isNull()) {
                throw new Fault(400, "The parameter " + name + " for the run_spec is not a list of strings");
            }
            texts.add(each.asString());
        }
        return texts;
    }
}
