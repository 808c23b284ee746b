package freehold.control.admission;

import freehold.execution.Command;
import freehold.execution.Injection;
import freehold.execution.Request;
import freehold.execution.SecretUse;
import freehold.execution.SourceFile;
import freehold.execution.StepName;
import freehold.execution.WorkPath;
import freehold.refusal.FieldFault;
import freehold.runtime.Pack;
import freehold.runtime.Repeatable;
import freehold.runtime.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the values of a request must obey among each other and with the pack; limits apart. Finds all faults, up to a bound. */
final class RequestRules {
    static final int FILES_MAX = 1_000;
    private static final int ARGUMENTS_MAX = 256;
    private static final int ENVIRONMENT_MAX = 256;
    private static final int ARGUMENT_AND_ENVIRONMENT_BYTES_MAX = 128 << 10;
    private static final int LABELS_MAX = 16;
    private static final int LABEL_CHARACTERS_MAX = 256;
    private static final int GLOBS_MAX = 100;
    private static final int SECRETS_MAX = 16;
    private static final int FAULTS_MAX = 20;

    private final Request request;
    private final Pack pack;
    private final List<FieldFault> faults = new ArrayList<>();

    private RequestRules(Request request, Pack pack) {
        this.request = request;
        this.pack = pack;
    }

    static List<FieldFault> faults(Request request, Pack pack) {
        RequestRules rules = new RequestRules(request, pack);
        rules.files();
        rules.entry();
        if (request.command().isPresent()) {
            rules.command(request.command().get());
        } else {
            rules.step("#/args", request.args(), "#/env", request.env(), rules.fixed(pack.run()));
            rules.build();
        }
        rules.collect();
        rules.labels();
        rules.secrets();
        return List.copyOf(rules.faults);
    }

    private void files() {
        List<SourceFile> files = request.files();
        if (files.isEmpty() && request.source().isEmpty() && request.command().isEmpty()) {
            fault("#/files", "has at least one file");
        }
        if (files.size() > FILES_MAX) {
            fault("#/files", "has at most 1,000 files, not " + files.size());
            return;
        }
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < files.size(); i++) {
            Integer before = seen.putIfAbsent(files.get(i).path().value(), i);
            if (before != null) {
                fault("#/files/" + i + "/path", "is the path of file " + before + " too");
            }
        }
        for (int i = 0; i < files.size(); i++) {
            String path = files.get(i).path().value();
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                if (seen.containsKey(path.substring(0, slash))) {
                    fault("#/files/" + i + "/path", "lies below " + path.substring(0, slash) + ", which is a file");
                    break;
                }
            }
        }
    }

    private void entry() {
        Optional<WorkPath> entry = request.entry();
        if (entry.isPresent()
                && request.files().stream().noneMatch(file -> file.path().equals(entry.get()))) {
            fault("#/entry", "is not the path of one of the files");
        }
    }

    /** It brings its whole command line, and may set what the runtime sets for its own. */
    private void command(Command command) {
        if (command.step() == StepName.BUILD && pack.build().isEmpty()) {
            fault("#/command/step", "is not build for " + pack.name() + ", which has no build step");
        }
        if (!request.args().isEmpty()) {
            fault("#/args", "goes without command, which has its own");
        }
        if (request.entry().isPresent()) {
            fault("#/entry", "goes without command, for nothing is started but that");
        }
        if (!request.buildArgs().isEmpty() || !request.buildEnv().isEmpty()) {
            fault("#/build", "goes without command, for nothing is built");
        } else if (!request.buildLimits().isEmpty()) {
            fault("#/build_limits", "goes without command, for nothing is built");
        }
        step("#/command/argv", command.argv(), "#/env", request.env(), fixed(command));
    }

    private void build() {
        if (pack.build().isPresent()) {
            step(
                    "#/build/args",
                    request.buildArgs(),
                    "#/build/env",
                    request.buildEnv(),
                    fixed(pack.build().get()));
        } else if (!request.buildArgs().isEmpty() || !request.buildEnv().isEmpty()) {
            fault("#/build", "is not for " + pack.name() + ", which has no build step");
        } else if (!request.buildLimits().isEmpty()) {
            fault("#/build_limits", "is not for " + pack.name() + ", which has no build step");
        }
    }

    /** It may set what the runtime sets for its own, but not what makes it repeatable. */
    private Map<String, String> fixed(Command command) {
        Step step = command.step() == StepName.BUILD ? pack.build().orElse(pack.run()) : pack.run();
        return request.deterministic() ? step.repeatable().map(Repeatable::env).orElse(Map.of()) : Map.of();
    }

    private Map<String, String> fixed(Step step) {
        return (request.deterministic() ? step.repeated() : step).env();
    }

    private void step(
            String argsPointer,
            List<String> args,
            String envPointer,
            Map<String, String> env,
            Map<String, String> fixed) {
        if (args.size() > ARGUMENTS_MAX) {
            fault(argsPointer, "has at most 256 arguments, not " + args.size());
        }
        if (env.size() > ENVIRONMENT_MAX) {
            fault(envPointer, "has at most 256 entries, not " + env.size());
        }
        long bytes = 0;
        for (int i = 0; i < args.size(); i++) {
            bytes += bytes(args.get(i));
            if (hasNul(args.get(i))) {
                fault(argsPointer + "/" + i, "has a NUL character");
            }
        }
        for (String name : new TreeSet<>(env.keySet())) {
            String value = env.getOrDefault(name, "");
            bytes += bytes(name) + bytes(value);
            if (name.isEmpty() || name.indexOf('=') >= 0 || hasNul(name)) {
                fault(envPointer, "has a name that is empty, or has = or NUL in it");
            } else if (hasNul(value)) {
                fault(envPointer + "/" + escaped(name), "has a NUL character");
            } else if (fixed.containsKey(name)) {
                fault(envPointer + "/" + escaped(name), "is fixed by the runtime " + pack.name());
            }
        }
        if (bytes > ARGUMENT_AND_ENVIRONMENT_BYTES_MAX) {
            fault(argsPointer, "has, with the environment, at most 131,072 bytes, not " + bytes);
        }
    }

    private void collect() {
        List<String> globs = request.collect();
        if (globs.size() > GLOBS_MAX) {
            fault("#/collect", "has at most 100 globs, not " + globs.size());
            return;
        }
        for (int i = 0; i < globs.size(); i++) {
            int at = i;
            WorkPath.fault(globs.get(i)).ifPresent(why -> fault("#/collect/" + at, why));
        }
    }

    private void labels() {
        if (request.labels().size() > LABELS_MAX) {
            fault("#/labels", "has at most 16 labels, not " + request.labels().size());
            return;
        }
        request.labels().forEach((name, value) -> {
            if (name.isEmpty() || name.length() > LABEL_CHARACTERS_MAX || name.indexOf(':') >= 0) {
                fault("#/labels", "has a name that is empty, longer than 256 characters, or has a colon");
            } else if (value.length() > LABEL_CHARACTERS_MAX) {
                fault("#/labels/" + escaped(name), "has at most 256 characters");
            } else if (isControlled(name) || isControlled(value)) {
                fault("#/labels", "has control characters");
            }
        });
    }

    private Map<String, String> fixedOfRun() {
        return request.command().map(this::fixed).orElseGet(() -> fixed(pack.run()));
    }

    private void secrets() {
        List<SecretUse> secrets = request.secrets();
        if (secrets.size() > SECRETS_MAX) {
            fault("#/secrets", "has at most 16 secrets, not " + secrets.size());
            return;
        }
        Set<Injection> seen = new HashSet<>();
        List<WorkPath> files =
                new ArrayList<>(request.files().stream().map(SourceFile::path).toList());
        request.source().ifPresent(_ -> files.add(new WorkPath(pack.source())));
        for (int i = 0; i < secrets.size(); i++) {
            Injection injection = secrets.get(i).injection();
            String pointer = "#/secrets/" + i;
            if (!seen.add(injection)) {
                fault(pointer, "goes where another one goes");
            }
            switch (injection) {
                case Injection.Variable(String name) -> {
                    if (request.env().containsKey(name) || fixedOfRun().containsKey(name)) {
                        fault(pointer + "/env", "is a variable of the request, or fixed by the runtime");
                    }
                }
                case Injection.File(WorkPath path) -> {
                    if (files.stream().anyMatch(other -> collide(path, other))) {
                        fault(pointer + "/file", "is the path of another file, or of a directory above or below one");
                    }
                    files.add(path);
                }
            }
        }
    }

    private static boolean collide(WorkPath one, WorkPath other) {
        return (one.value() + "/").startsWith(other.value() + "/")
                || (other.value() + "/").startsWith(one.value() + "/");
    }

    private void fault(String pointer, String detail) {
        if (faults.size() < FAULTS_MAX) {
            faults.add(new FieldFault(pointer, detail));
        }
    }

    /** As the kernel counts: with the NUL at the end. */
    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length + 1L;
    }

    private static boolean hasNul(String text) {
        return text.indexOf('\0') >= 0;
    }

    private static boolean isControlled(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    /** A name as one reference token of a pointer in a fragment; unusual characters are left out. */
    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1").replaceAll("[^A-Za-z0-9._~-]", "");
    }
}
