package freehold.cli.run;

import freehold.cli.ExitStatus;
import freehold.cli.StandardOutput;
import freehold.cli.privilege.ThisProcess;
import freehold.cli.remote.ExecutionIds;
import freehold.cli.remote.RemoteServer;
import freehold.cli.remote.ServerOptions;
import freehold.cli.run.VerdictLine.Colour;
import freehold.wire.link.Speech;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold attach}. */
@Command(
        name = "attach",
        description = {
            "Talks to an execution on a server: shows what it has written and writes, and passes on what is typed.",
            "Leaving does not end the execution; its exit code becomes this command's if it ends meanwhile."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  freehold attach exe_01k…", "  freehold attach --terminal exe_01k…   (Ctrl-] leaves)"})
public final class AttachCommand implements Callable<Integer> {
    private static final int STANDARD_ERROR = 2;

    @Parameters(paramLabel = "EXECUTION", description = "Its id, as exe_….")
    private String id = "";

    @Option(
            names = {"-t", "--terminal"},
            description = "It has a terminal: pass every key on, and the size of this one. Ctrl-] leaves.")
    private boolean terminal;

    @Option(names = "--watch", description = "Show only, and pass nothing on.")
    private boolean watch;

    @Option(names = "--verdict", description = "Say how it ended, also when standard error is no terminal.")
    private boolean verdict;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        ExecutionIds.require(id);
        RemoteServer remote = server.orLocal();
        boolean telling = verdict || ThisProcess.isTerminal(STANDARD_ERROR);
        AtomicBoolean left = new AtomicBoolean();
        try (ServerRun run = new ServerRun(remote)) {
            Terminal shown = new Terminal(
                    telling ? Terminal.Telling.VERDICT : Terminal.Telling.NOTHING,
                    ThisProcess.isTerminal(STANDARD_ERROR) && System.getenv("NO_COLOR") == null
                            ? Colour.ANSI
                            : Colour.NONE,
                    true,
                    Optional.empty(),
                    () -> left.set(true));
            Runnable leave = () -> {
                left.set(true);
                run.leave();
            };
            Optional<String> told;
            // before anything is shown: until the caller's terminal is raw, it would change what the program writes
            try (AutoCloseableKeyboard _ = keyboard(run, leave)) {
                told = run.attach(id, shown, this::size).await();
            }
            if (shown.hasLost()) {
                return StandardOutput.lost(ExitStatus.OK, spec.commandLine().getErr());
            }
            if (left.get()) {
                return ExitStatus.OK;
            }
            return switch (run.end(id, told)) {
                case Ended.Finished(Summary summary, byte[] _) -> {
                    shown.finish(summary);
                    yield summary.exitStatus();
                }
                case Ended.Refused(int refused, String sentence) -> {
                    spec.commandLine().getErr().println("freehold: " + sentence);
                    yield refused;
                }
            };
        }
    }

    /** It may have changed while nobody was attached. */
    private Optional<Speech> size() {
        return terminal && !watch ? Optional.of(new Speech.Resized(Keyboard.size())) : Optional.empty();
    }

    /** Closed without a checked exception. */
    private interface AutoCloseableKeyboard extends AutoCloseable {
        @Override
        void close();
    }

    private AutoCloseableKeyboard keyboard(ServerRun run, Runnable leave) {
        if (watch) {
            return () -> {};
        }
        return (terminal ? Keyboard.raw(run::say, leave) : Keyboard.plain(run::say))::close;
    }
}
