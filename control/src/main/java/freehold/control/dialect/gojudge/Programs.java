package freehold.control.dialect.gojudge;

import freehold.execution.Command;
import freehold.execution.StepName;
import freehold.execution.WorkPath;
import freehold.runtime.Catalogue;
import freehold.runtime.Installed;
import freehold.runtime.Invocation;
import freehold.runtime.Selection;
import freehold.runtime.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which runtime a command line of the peer's clients means: there every command sees one root, here each sees that of a runtime. The
 * first word says it: a compiler or interpreter of a runtime, or a file that the client brings.
 */
final class Programs {
    private static final Pattern HOST_PROGRAM = Pattern.compile("(?:/(?:usr/(?:local/)?)?s?bin/)?([^/]+)");
    private static final Pattern WITH_VERSION = Pattern.compile("([a-z+]+(?:-[a-z+]+)*?)-?(\\d+(?:\\.\\d+)*)");
    private static final Invocation ANY = new Invocation("main", List.of("main"), List.of(), List.of());

    /** What may run a built program, the best first: it sees the C++ library. */
    private static final List<String> COMPILED = List.of("cpp", "c", "cpp-clang", "c-clang");

    /** What has the small tools of a shell. */
    private static final List<String> SHELLS = List.of("bash", "sh", "python");

    private final Supplier<Catalogue> catalogue;

    Programs(Supplier<Catalogue> catalogue) {
        this.catalogue = catalogue;
    }

    /** A command and where it runs. */
    record Found(Installed runtime, Command command) {
        String reference() {
            return runtime.pack().name() + "@" + runtime.digest();
        }
    }

    /**
     * The command.
     *
     * @param brought files of the client by path, each with the runtime under which it came to be, if that is known
     */
    Optional<Found> find(List<String> args, Map<WorkPath, Optional<String>> brought) {
        String first = args.getFirst();
        Optional<WorkPath> own = Paths.below(first);
        if (own.isPresent() && brought.containsKey(own.get())) {
            return runtimeOf(brought.getOrDefault(own.get(), Optional.empty()))
                    .map(runtime -> found(runtime, StepName.RUN, "./" + own.get(), args));
        }
        Matcher program = HOST_PROGRAM.matcher(first);
        if (program.matches()) {
            return tool(program.group(1), args).or(() -> small(first, args));
        }
        return own.flatMap(
                path -> runtimeOf(Optional.empty()).map(runtime -> found(runtime, StepName.RUN, "./" + path, args)));
    }

    private Optional<Installed> runtimeOf(Optional<String> known) {
        return known.flatMap(this::installed).or(() -> firstOf(COMPILED));
    }

    /** A compiler or interpreter: by the name of a runtime, or of what its steps start, or with a version at the end. */
    private Optional<Found> tool(String name, List<String> args) {
        Optional<Found> named = installed(name).map(runtime -> ofRuntime(runtime, name, args));
        if (named.isPresent()) {
            return named;
        }
        for (Installed each : catalogue.get().installed()) {
            Optional<StepName> step = stepStarting(each, name);
            if (step.isPresent()) {
                return Optional.of(found(each, step.get(), name, args));
            }
        }
        Matcher versioned = WITH_VERSION.matcher(name);
        return versioned.matches()
                ? installed(versioned.group(1) + "@" + versioned.group(2))
                        .map(runtime -> ofRuntime(runtime, versioned.group(1), args))
                : Optional.empty();
    }

    /** Of a runtime with a compiler its name means that, unless it is what programs are run by. */
    private static Found ofRuntime(Installed runtime, String name, List<String> args) {
        StepName step =
                stepStarting(runtime, name).orElse(runtime.pack().build().isPresent() ? StepName.BUILD : StepName.RUN);
        return found(runtime, step, base(first(runtime, step)), args);
    }

    private Optional<Found> small(String first, List<String> args) {
        return firstOf(SHELLS).map(runtime -> found(runtime, StepName.RUN, first, args));
    }

    private static Optional<StepName> stepStarting(Installed runtime, String name) {
        if (runtime.pack().build().isPresent()
                && base(first(runtime, StepName.BUILD)).equals(name)) {
            return Optional.of(StepName.BUILD);
        }
        return first(runtime, StepName.RUN).startsWith("/")
                        && base(first(runtime, StepName.RUN)).equals(name)
                ? Optional.of(StepName.RUN)
                : Optional.empty();
    }

    private static String first(Installed runtime, StepName name) {
        Step step = name == StepName.BUILD
                ? runtime.pack().build().orElse(runtime.pack().run())
                : runtime.pack().run();
        return ANY.in(runtime, step.defaults()).fill(step.argv().getFirst());
    }

    private static String base(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private Optional<Installed> firstOf(List<String> names) {
        return names.stream().flatMap(name -> installed(name).stream()).findFirst();
    }

    private Optional<Installed> installed(String reference) {
        return catalogue.get().find(reference) instanceof Selection.Found(Installed runtime)
                ? Optional.of(runtime)
                : Optional.empty();
    }

    private static Found found(Installed runtime, StepName step, String first, List<String> args) {
        List<String> argv = new ArrayList<>(args);
        argv.set(0, first);
        return new Found(runtime, new Command(step, argv));
    }
}
