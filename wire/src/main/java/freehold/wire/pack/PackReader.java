package freehold.wire.pack;

import freehold.cell.FilterClass;
import freehold.cell.Limits;
import freehold.execution.WorkPath;
import freehold.quantity.Digest;
import freehold.runtime.DefaultLimits;
import freehold.runtime.Pack;
import freehold.runtime.Repeatable;
import freehold.runtime.Sample;
import freehold.runtime.Step;
import freehold.runtime.Warm;
import freehold.text.Printable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads one {@code pack.yaml}. */
final class PackReader {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9+#-]{0,31}");
    private static final Pattern TITLE = Printable.form(60);
    private static final Pattern LINE = Printable.form(200);
    private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");
    private static final Pattern PACKAGE = Pattern.compile("[a-z0-9][a-z0-9+.-]+");
    private static final Pattern VERSION = Pattern.compile("[0-9][0-9a-zA-Z.+-]{0,31}");
    private static final Pattern EXIT_CODE = Pattern.compile("[1-9]|[1-9][0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5]");
    private static final Pattern ARTIFACT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./-]{0,199}");
    private static final Pattern RELATIVE = Pattern.compile("\\.\\.?(/\\.\\.)*");
    private static final Set<String> SAMPLE_ENDS = Set.of(
            "succeeded",
            "failed",
            "crashed",
            "build_failed",
            "memory_exceeded",
            "cpu_exceeded",
            "wall_exceeded",
            "output_exceeded",
            "forbidden");
    private static final Pattern ENDS = Pattern.compile(String.join("|", SAMPLE_ENDS));

    private final RecipeReader recipes;

    PackReader(RecipeReader recipes) {
        this.recipes = recipes;
    }

    PackFile read(Fields fields, Path folder, Digest digest) {
        String name = fields.text("pack", NAME, "a name of lower-case letters, digits, +, # and -");
        String called = folder.getFileName().toString();
        if (!name.equals(called)) {
            fields.faults().add(fields.at("pack"), "Name it '" + called + "', as its folder is.");
        }
        Pack pack = pack(fields, name);
        String licence = fields.text("licence", LINE, "the licence of the runtime, such as MIT");
        String notes = fields.optionalText("notes").orElse("");
        Optional<HostSource> host =
                fields.has("host") ? Optional.of(host(fields.mapping("host"), pack)) : Optional.empty();
        Additions additions = fields.has("bundle")
                ? additions(fields.mapping("bundle"), pack)
                : host.map(source -> asOnHost(source.places().stream().findFirst(), pack))
                        .orElseGet(Additions::none);
        fields.end();
        return new PackFile(pack, licence, notes, host, additions, folder, digest);
    }

    /** What the pack itself brings to the first place on the host, for that is what its commands expect. */
    private static Additions asOnHost(Optional<Place> place, Pack pack) {
        return place.map(first -> new Additions(
                        first.build().flatMap(each -> each.added(pack.name() + "-added")),
                        first.run().added(pack.name() + "-added"),
                        List.of()))
                .orElseGet(Additions::none);
    }

    private Additions additions(Fields fields, Pack pack) {
        if (fields.has("build_root") && pack.build().isEmpty()) {
            fields.faults().add(fields.at("build_root"), "A pack has a build root exactly if it has a build step.");
        }
        Additions written = new Additions(
                added(fields, "build_root", pack.name() + "-added"),
                added(fields, "run_root", pack.name() + "-added"),
                fields.texts("bare"));
        fields.end();
        return written;
    }

    private Optional<RootRecipe> added(Fields fields, String key, String label) {
        return fields.has(key) ? recipes.addition(fields.mapping(key), label) : Optional.empty();
    }

    private static Pack pack(Fields fields, String name) {
        return new Pack(
                name,
                fields.text("title", TITLE, "a title for people"),
                names(fields, "aliases"),
                fields.texts("extensions"),
                fields.texts("interpreters"),
                fields.text("source", SOURCE, "a file name such as main.py"),
                fields.has("build") ? Optional.of(build(fields.mapping("build"))) : Optional.empty(),
                run(fields.mapping("run")),
                fields.mappings("samples", PackReader::sample));
    }

    private static List<String> names(Fields fields, String key) {
        List<String> names = fields.texts(key);
        for (int i = 0; i < names.size(); i++) {
            if (!NAME.matcher(names.get(i)).matches()) {
                fields.faults().add(fields.at(key) + "/" + i, "Write lower-case letters, digits, +, # and -.");
            }
        }
        return names;
    }

    private static Step build(Fields fields) {
        List<String> keeps = fields.someTexts("keeps");
        return step(fields, DefaultLimits.BUILD, keeps, Set.of("files", "build_args"));
    }

    private static Step run(Fields fields) {
        return step(fields, DefaultLimits.RUN, List.of(), Set.of("files", "args"));
    }

    private static Step step(Fields fields, Limits defaults, List<String> keeps, Set<String> lists) {
        List<String> argv = fields.someTexts("argv");
        Placeholders.check(fields, fields.at("argv"), argv, lists);
        FilterClass filter = fields.choice("filter", FilterClass.class, FilterClass.INTERPRETED);
        if (!fields.has("filter")) {
            fields.faults().add(fields.at("filter"), "Add the key filter: compiled, interpreted or managed.");
        }
        Limits limits = fields.has("limits") ? LimitTexts.limits(fields.mapping("limits"), defaults) : defaults;
        Map<String, String> env = fields.textMap("env");
        env.forEach(
                (name, value) -> Placeholders.check(fields, fields.at("env") + "/" + name, List.of(value), Set.of()));
        Optional<Warm> warm = fields.has("warm") ? Optional.of(warm(fields.mapping("warm"))) : Optional.empty();
        Optional<Repeatable> repeatable = fields.has("deterministic")
                ? Optional.of(repeatable(fields.mapping("deterministic"), lists))
                : Optional.empty();
        Step step = new Step(argv, env, filter, limits, keeps, warm, repeatable);
        fields.end();
        return step;
    }

    private static Repeatable repeatable(Fields fields, Set<String> lists) {
        List<String> argv = fields.has("argv") ? fields.someTexts("argv") : List.of();
        Placeholders.check(fields, fields.at("argv"), argv, lists);
        Map<String, String> env = fields.textMap("env");
        env.forEach(
                (name, value) -> Placeholders.check(fields, fields.at("env") + "/" + name, List.of(value), Set.of()));
        Repeatable repeatable = new Repeatable(argv, env, lines(fields, "fixed"), lines(fields, "not_fixed"));
        fields.end();
        return repeatable;
    }

    private static List<String> lines(Fields fields, String key) {
        List<String> lines = fields.texts(key);
        for (int i = 0; i < lines.size(); i++) {
            if (!LINE.matcher(lines.get(i)).matches()) {
                fields.faults().add(fields.at(key) + "/" + i, "Write one line of at most 200 characters.");
            }
        }
        return lines;
    }

    private static Warm warm(Fields fields) {
        List<String> argv = fields.someTexts("argv");
        Placeholders.checkAhead(fields, fields.at("argv"), argv);
        Map<String, String> env = fields.textMap("env");
        env.forEach((name, value) -> Placeholders.checkAhead(fields, fields.at("env") + "/" + name, List.of(value)));
        fields.end();
        return new Warm(argv, env);
    }

    private HostSource host(Fields fields, Pack pack) {
        String debian = fields.text("debian", PACKAGE, "the Debian package that brings it");
        VersionProbe version = version(fields.mapping("version"));
        List<Place> places = fields.mappings("places", place -> place(place, pack));
        fields.end();
        return new HostSource(debian, version, places);
    }

    private static VersionProbe version(Fields fields) {
        List<String> argv = fields.someTexts("argv");
        String text = fields.text("pattern", LINE, "a regular expression whose first group is the version");
        Pattern pattern = Pattern.compile("(.*)");
        try {
            pattern = Pattern.compile(text);
            if (pattern.matcher("").groupCount() < 1) {
                fields.faults().add(fields.at("pattern"), "Put the version in parentheses: its first group is taken.");
            }
        } catch (PatternSyntaxException e) {
            fields.faults().add(fields.at("pattern"), "Write a regular expression: " + e.getDescription() + ".");
        }
        String least = fields.has("least") ? fields.text("least", VERSION, "a version in quotes, such as '22.18'") : "";
        fields.end();
        return new VersionProbe(argv, pattern, least);
    }

    private Place place(Fields fields, Pack pack) {
        List<String> find = fields.someTexts("find");
        for (int i = 0; i < find.size(); i++) {
            if (!find.get(i).startsWith("/") && !find.get(i).startsWith("~/")) {
                fields.faults().add(fields.at("find") + "/" + i, "Begin with / or ~/.");
            }
        }
        Optional<String> home = fields.has("home")
                ? Optional.of(fields.text("home", RELATIVE, "the way up from the executable's folder, such as .."))
                : Optional.empty();
        if (fields.has("build_root") != pack.build().isPresent()) {
            fields.faults().add(fields.at("build_root"), "A pack has a build root exactly if it has a build step.");
        }
        Optional<RootRecipe> build = fields.has("build_root")
                ? Optional.of(recipes.recipe(fields.mapping("build_root"), pack.name() + "-build"))
                : Optional.empty();
        RootRecipe run = build.isPresent() && !fields.has("run_root")
                ? build.get()
                : recipes.recipe(fields.mapping("run_root"), pack.name());
        fields.end();
        return new Place(find, home, build, run);
    }

    private static Sample sample(Fields fields) {
        Sample sample = new Sample(
                fields.text("name", TITLE, "what the sample shows"),
                fields.text("code", Pattern.compile("(?s).*"), "the program"),
                fields.optionalText("stdin").orElse(""),
                fields.texts("args"),
                fields.text(
                        "ends",
                        ENDS,
                        "a verdict, one of " + SAMPLE_ENDS.stream().sorted().toList()),
                fields.optionalText("stdout"),
                fields.optionalText("stderr_contains"),
                exitCode(fields),
                artifacts(fields),
                fields.has("limits") ? LimitTexts.overrides(fields.mapping("limits")) : Map.of());
        fields.end();
        if (sample.exitCode().isPresent() && !sample.ends().equals("failed")) {
            fields.faults().add(fields.at("exit_code"), "Only a program that ends as failed has one.");
        }
        if (!sample.artifacts().isEmpty() && sample.ends().equals("build_failed")) {
            fields.faults().add(fields.at("artifacts"), "A program that is not built leaves no files.");
        }
        return sample;
    }

    private static Optional<Integer> exitCode(Fields fields) {
        Optional<String> text = fields.optionalScalar("exit_code");
        if (text.isPresent() && !EXIT_CODE.matcher(text.get()).matches()) {
            fields.faults().add(fields.at("exit_code"), "Write a number from 1 to 255.");
            return Optional.empty();
        }
        return text.map(Integer::valueOf);
    }

    private static Map<String, String> artifacts(Fields fields) {
        Map<String, String> artifacts = fields.textMap("artifacts");
        for (String path : artifacts.keySet()) {
            if (!ARTIFACT.matcher(path).matches() || WorkPath.fault(path).isPresent()) {
                fields.faults()
                        .add(fields.at("artifacts"), "Write paths below the work directory, not '" + path + "'.");
            }
        }
        return artifacts;
    }
}
