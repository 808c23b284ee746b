package freehold.client;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One program. What is empty is the server's default; what a server does not offer it refuses, and never ignores. Its text names no
 * value that may be a secret.
 */
public record ExecutionRequest(
        String runtime,
        Optional<String> source,
        Optional<List<SourceFile>> files,
        Optional<String> entry,
        Optional<List<String>> args,
        Optional<Map<String, String>> env,
        Optional<Build> build,
        Optional<String> stdin,
        Optional<byte[]> stdinBase64,
        Optional<Limits> limits,
        Optional<Limits> buildLimits,
        Optional<Network> network,
        Optional<Tier> tier,
        Optional<Boolean> deterministic,
        Optional<List<String>> collect,
        Optional<Terminal> terminal,
        Optional<Boolean> interactive,
        Optional<Map<String, String>> labels,
        Optional<Callback> callback,
        Optional<Retain> retain,
        Optional<Command> command,
        Optional<List<SecretUse>> secrets) {
    public ExecutionRequest {
        boolean isBoth = source.isPresent() && files.isPresent();
        if (isBoth || (source.isEmpty() && files.isEmpty() && command.isEmpty())) {
            throw new IllegalArgumentException("a request has either source or files");
        }
        if (stdin.isPresent() && stdinBase64.isPresent()) {
            throw new IllegalArgumentException("standard input is either text or bytes");
        }
    }

    /** A program of one file, with every default. */
    public static ExecutionRequest of(String runtime, String source) {
        return builder(runtime).source(source).build();
    }

    public static RequestBuilder builder(String runtime) {
        return new RequestBuilder(runtime);
    }

    @Override
    public String toString() {
        return "ExecutionRequest[runtime=" + runtime + ", labels=" + labels.orElse(Map.of()) + "]";
    }

    /** Of the build step. */
    public record Build(List<String> args, Map<String, String> env) {
        public Build {
            args = List.copyOf(args);
            env = Map.copyOf(env);
        }

        @Override
        public String toString() {
            return "Build[args=" + args + "]";
        }
    }

    /**
     * A command line in place of the runtime's own; nothing is built then.
     *
     * @param step in whose root: that of a build has the compiler
     */
    public record Command(List<String> argv, StepName step) {
        public Command {
            argv = List.copyOf(argv);
        }
    }

    /**
     * A stored secret that the run step gets, as a variable or as a file.
     *
     * @param version the newest if empty
     */
    public record SecretUse(String name, Optional<Integer> version, Optional<String> env, Optional<String> file) {
        public SecretUse {
            if (env.isPresent() == file.isPresent()) {
                throw new IllegalArgumentException("a secret is given as either env or file: " + name);
            }
        }

        public static SecretUse asVariable(String name, String variable) {
            return new SecretUse(name, Optional.empty(), Optional.of(variable), Optional.empty());
        }

        /** @param path below the work directory */
        public static SecretUse asFile(String name, String path) {
            return new SecretUse(name, Optional.empty(), Optional.empty(), Optional.of(path));
        }

        public SecretUse ofVersion(int number) {
            return new SecretUse(name, Optional.of(number), env, file);
        }
    }

    /** What the program may reach. */
    public record Network(List<String> allow) {
        public Network {
            allow = List.copyOf(allow);
        }
    }

    public record Terminal(int rows, int columns) {}

    /**
     * Where the finished execution is posted.
     *
     * @param secret {@code whsec_…}, which signs it; by default the tenant's own does
     */
    public record Callback(URI url, Optional<String> secret) {
        @Override
        public String toString() {
            return "Callback[url=" + url + "]";
        }
    }
}
