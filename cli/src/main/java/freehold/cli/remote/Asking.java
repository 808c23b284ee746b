package freehold.cli.remote;

import java.io.PrintWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks a server something, and prints what it says. */
public abstract class Asking implements Runnable {
    @Mixin
    private ServerOptions options = new ServerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public final void run() {
        PrintWriter out = spec.commandLine().getOut();
        ask(options.orLocal(), out);
        out.flush();
    }

    /** Asks, and prints; {@code out} is flushed afterwards. */
    protected abstract void ask(RemoteServer server, PrintWriter out);
}
