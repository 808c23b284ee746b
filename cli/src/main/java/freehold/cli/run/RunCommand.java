package freehold.cli.run;

import freehold.cell.Limit;
import freehold.cell.Tier;
import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.StandardOutput;
import freehold.cli.Unreadable;
import freehold.cli.packs.Packs;
import freehold.cli.privilege.ThisProcess;
import freehold.cli.remote.RemoteServer;
import freehold.cli.remote.ServerOptions;
import freehold.cli.run.VerdictLine.Colour;
import freehold.execution.Content;
import freehold.execution.Dialogue;
import freehold.execution.Glob;
import freehold.execution.Request;
import freehold.execution.SecretUse;
import freehold.runtime.Catalogue;
import freehold.runtime.Pack;
import freehold.wire.pack.PackFile;
import freehold.worker.rootfs.HostToolchains;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code freehold run}. */
@Command(
        name = "run",
        description = {
            "Runs a program in a cell: no network, a root it cannot write, limits that hold.",
            "Its output goes to the same streams, its exit code becomes this command's."
        },
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0-255:the program's own; 128 + n when signal n ended it",
            "64:refused, or wrong use",
            "65:build_failed",
            "69:a service, runtime or kernel feature is not available",
            "70:faulted: Freehold failed, not the program",
            "75:output_exceeded, forbidden or cancelled",
            "124:a time limit",
            "137:memory_exceeded"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  freehold run primes.py 20",
            "  freehold run --limit cpu=2s,memory=64M solution.cpp < input.txt",
            "  freehold run --server https://freehold.example --secret api-token=TOKEN report.py",
            "  freehold run --server https://freehold.example --label group=cs1 homework.py",
            "  freehold run -t --limit wall=5m guess.py",
            "  freehold run --collect 'out/*.png' --out pictures project/",
            "  echo 'print(6 * 7)' | freehold run --runtime python -"
        })
public final class RunCommand implements Callable<Integer> {
    private static final int STANDARD_INPUT = 0;
    private static final int STANDARD_ERROR = 2;

    @Parameters(
            index = "0",
            paramLabel = "FILE|DIRECTORY|-",
            description = "The program; - reads it from standard input.")
    private String program = "";

    @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "Given to the program as they are.")
    private List<String> arguments = List.of();

    @Option(
            names = "--runtime",
            paramLabel = "NAME",
            description = "The language, as python or python@3.11; otherwise the extension or the #! line tells.")
    private Optional<String> runtime = Optional.empty();

    @Option(names = "--entry", paramLabel = "PATH", description = "The main file of a directory, such as src/main.c.")
    private Optional<String> entry = Optional.empty();

    @Option(
            names = "--stdin",
            paramLabel = "FILE",
            description = "What the program reads; otherwise this command's standard input unless it is a terminal.")
    private Optional<Path> stdin = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "NAME=VALUE,…",
            description = "cpu, wall, memory, processes, output, disk, files; as cpu=2s,memory=256M.")
    private List<String> limits = List.of();

    @Option(names = "--build-arg", paramLabel = "ARGUMENT", description = "Given to the compiler, such as -O3.")
    private List<String> buildArguments = List.of();

    @Option(names = "--env", paramLabel = "NAME=VALUE", description = "Put into the program's environment.")
    private Map<String, String> environment = new LinkedHashMap<>();

    @Option(
            names = "--label",
            paramLabel = "NAME=VALUE",
            description =
                    "Say whose or what for it is, as group=cs1 or priority=low: policies, shares and lists go by it.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(names = "--collect", paramLabel = "GLOB", description = "Files to bring back, such as out/*.png.")
    private List<String> collect = List.of();

    @Option(names = "--out", paramLabel = "DIRECTORY", description = "Where they go (default: the current one).")
    private Path out = Path.of("");

    @Option(names = "--tier", paramLabel = "TIER", description = "Least boundary: process, gvisor or microvm.")
    private Optional<String> tier = Optional.empty();

    @Option(
            names = "--deterministic",
            description = "Fixed seeds, addresses and environment, as far as runtime and kernel can; not the clock.")
    private boolean deterministic;

    @Option(
            names = "--secret",
            paramLabel = "NAME[=PLACE]",
            description =
                    "Give it a secret of the server: as the variable PLACE, or the file file:PATH of its work directory "
                            + "(default: a variable called as the secret is, api-token as API_TOKEN). NAME@3 is its third version.")
    private List<String> secrets = List.of();

    @Option(
            names = {"-i", "--interactive"},
            description = "Pass standard input on while the program runs, instead of reading it before.")
    private boolean interactive;

    @Option(
            names = {"-t", "--terminal"},
            description = "Give it a terminal of this one's size, and pass every key on. Ctrl-] ends it. Goes with -i.")
    private boolean terminal;

    @Option(names = "--json", description = "Print the execution object of the API, and nothing else.")
    private boolean json;

    @Option(names = "--verdict", description = "Say how it ended, also when standard error is no terminal.")
    private boolean verdict;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        List<PackFile> packs = packs();
        Request request = request(packs.stream().map(PackFile::pack).toList());
        Interruption interruption = Interruption.watch();
        int status = ExitStatus.FAULTED;
        try (Runner runner = runner(packs, request)) {
            interruption.cancels(runner::cancel);
            status = request.dialogue().isOne() ? talk(runner, request) : run(runner, request);
        } finally {
            interruption.over(status);
        }
        return status;
    }

    /** Those that matter, where the command line tells which they are; else all. */
    private List<PackFile> packs() {
        Packs here = Packs.here();
        Optional<String> name = runtime.map(asked -> asked.replaceFirst("@.*", ""));
        Optional<String> extension = name.isEmpty() && Files.isRegularFile(Path.of(program))
                ? Language.extension(program)
                : Optional.empty();
        List<PackFile> likely = name.or(() -> extension).map(here::mentioning).orElse(List.of());
        boolean known = likely.stream()
                .map(PackFile::pack)
                .anyMatch(pack -> name.filter(asked -> isCalled(pack, asked)).isPresent()
                        || extension.filter(pack.extensions()::contains).isPresent());
        return known ? likely : here.read();
    }

    private static boolean isCalled(Pack pack, String name) {
        return pack.name().equals(name) || pack.aliases().contains(name);
    }

    /** The caller's terminal is its own again before anything is said about the end. */
    private int talk(Runner runner, Request request) {
        Keyboard keyboard = terminal ? Keyboard.raw(runner::say, runner::cancel) : Keyboard.plain(runner::say);
        try (keyboard) {
            Terminal shown = shown(runner);
            Ended ended = runner.run(request, shown);
            keyboard.close();
            return show(ended, shown);
        }
    }

    private int run(Runner runner, Request request) {
        Terminal shown = shown(runner);
        return show(runner.run(request, shown), shown);
    }

    private Terminal shown(Runner runner) {
        boolean isTerminal = ThisProcess.isTerminal(STANDARD_ERROR);
        return new Terminal(
                verdict || (isTerminal && !json) ? Terminal.Telling.VERDICT : Terminal.Telling.NOTHING,
                isTerminal && System.getenv("NO_COLOR") == null ? Colour.ANSI : Colour.NONE,
                !json,
                collect.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new ArtifactFolder(
                                out, collect.stream().map(Glob::new).toList())),
                runner::cancel);
    }

    private int show(Ended ended, Terminal shown) {
        return switch (ended) {
            case Ended.Finished(Summary summary, byte[] object) -> {
                if (json) {
                    PrintWriter output = spec.commandLine().getOut();
                    output.println(new String(object, StandardCharsets.UTF_8));
                    output.flush();
                }
                shown.finish(summary);
                int status = shown.status(summary);
                yield shown.hasLost()
                        ? StandardOutput.lost(status, spec.commandLine().getErr())
                        : status;
            }
            case Ended.Refused(int refused, String sentence) -> {
                spec.commandLine().getErr().println("freehold: " + sentence);
                yield refused;
            }
        };
    }

    private Runner runner(List<PackFile> packs, Request request) {
        Optional<RemoteServer> elsewhere = server.server();
        if (elsewhere.isPresent()) {
            return new ServerRun(elsewhere.get());
        }
        String language = request.runtime().replaceFirst("@.*", "");
        List<PackFile> asked =
                packs.stream().filter(file -> isCalled(file.pack(), language)).toList();
        boolean version = request.runtime().contains("@");
        Function<HostToolchains, Catalogue> look =
                toolchains -> version ? toolchains.discover(asked) : toolchains.discoverDefaults(asked);
        return LocalRun.open(look, (what, doing) -> {
            if (ThisProcess.isTerminal(STANDARD_ERROR)) {
                spec.commandLine().getErr().println("freehold: " + what + ": " + doing);
            }
        });
    }

    private Request request(List<Pack> packs) {
        refuseTwice("--env");
        refuseTwice("--label");
        RunRequest asked = new RunRequest(
                runtime,
                entry,
                arguments,
                buildArguments,
                environment,
                limits(),
                tier.map(this::tier),
                collect,
                labels,
                deterministic,
                secrets());
        if (interactive || terminal) {
            if (program.equals("-") || stdin.isPresent()) {
                throw new Declined(
                        ExitStatus.USAGE,
                        "-i and -t pass standard input on to the program: it can neither be the program, nor come from --stdin");
            }
            return asked.of(SourceTree.read(Path.of(program)), new Content.Inline(new byte[0]), packs)
                    .with(new Dialogue(
                            Dialogue.Input.STAYS_OPEN, terminal ? Optional.of(Keyboard.size()) : Optional.empty()));
        }
        if (!program.equals("-")) {
            SourceTree tree = SourceTree.read(Path.of(program));
            return asked.of(tree, input(System.in), packs);
        }
        byte[] source = read(System.in, "the program", "standard input");
        return asked.of(source, input(InputStream.nullInputStream()), packs);
    }

    /** The last one would count, and nobody would hear of the other. */
    private void refuseTwice(String option) {
        ParseResult parsed = spec.commandLine().getParseResult();
        if (!parsed.hasMatchedOption(option)) {
            return;
        }
        Set<String> names = new HashSet<>();
        for (String text : parsed.matchedOption(option).originalStringValues()) {
            String name = text.replaceFirst("(?s)=.*", "");
            if (!names.add(name)) {
                throw new ParameterException(
                        spec.commandLine(), option + ": " + name + " is given twice; give it once");
            }
        }
    }

    private Content.Inline input(InputStream standard) {
        if (stdin.isPresent()) {
            String name = stdin.get().toString();
            try (InputStream file = Files.newInputStream(stdin.get())) {
                return new Content.Inline(read(file, name, "--stdin: " + name));
            } catch (IOException unreadable) {
                throw unreadable("--stdin: " + name, unreadable);
            }
        }
        return new Content.Inline(
                ThisProcess.isTerminal(STANDARD_INPUT)
                        ? new byte[0]
                        : read(standard, "standard input", "standard input"));
    }

    private static byte[] read(InputStream stream, String what, String named) {
        try {
            return SourceTree.read(stream, what);
        } catch (IOException unreadable) {
            throw unreadable(named, unreadable);
        }
    }

    private static Declined unreadable(String named, IOException failure) {
        return new Declined(ExitStatus.USAGE, named + " cannot be read: " + Unreadable.reason(failure));
    }

    private List<SecretUse> secrets() {
        if (!secrets.isEmpty() && server.server().isEmpty()) {
            throw new Declined(
                    ExitStatus.USAGE,
                    "--secret: a server keeps secrets, so say by --server which one; here, --env and a file beside the program do");
        }
        try {
            return secrets.stream().map(SecretText::parse).toList();
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), "--secret: " + wrong.getMessage(), wrong);
        }
    }

    private Map<Limit, Long> limits() {
        Map<Limit, Long> all = new EnumMap<>(Limit.class);
        for (String text : limits) {
            try {
                LimitText.parse(text).forEach((limit, value) -> {
                    if (all.putIfAbsent(limit, value) != null) {
                        throw new IllegalArgumentException("a limit is given twice: " + text);
                    }
                });
            } catch (IllegalArgumentException wrong) {
                throw new ParameterException(spec.commandLine(), "--limit: " + wrong.getMessage(), wrong);
            }
        }
        return all;
    }

    private Tier tier(String name) {
        try {
            return Tier.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--tier: there are process, gvisor and microvm, and no '" + name + "'",
                    unknown);
        }
    }
}
