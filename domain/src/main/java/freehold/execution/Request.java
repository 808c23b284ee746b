package freehold.execution;

import freehold.cell.Limit;
import freehold.cell.Tier;
import freehold.policy.Retain;
import freehold.secret.SecretVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What somebody asks for, well-formed but not yet admitted. Absent means default.
 *
 * @param runtime a reference as {@link freehold.runtime.Catalogue} reads it
 * @param source the one file, to be named as the pack says; empty when {@code files} are given
 * @param limits of the run step, in wire units: milliseconds, bytes, counts
 * @param collect globs, relative to the work directory
 * @param command in place of the runtime's own; nothing is built then
 * @param retain how much of it is kept after its end
 * @param deterministic whether it shall give the same answer again
 * @param secrets whose values the run step gets
 */
public record Request(
        String runtime,
        Optional<Content> source,
        List<SourceFile> files,
        Optional<WorkPath> entry,
        List<String> args,
        Map<String, String> env,
        List<String> buildArgs,
        Map<String, String> buildEnv,
        Content.Inline stdin,
        Map<Limit, Long> limits,
        Map<Limit, Long> buildLimits,
        Optional<Tier> tier,
        List<String> collect,
        Map<String, String> labels,
        Optional<Callback> callback,
        Optional<Command> command,
        Dialogue dialogue,
        Optional<Retain> retain,
        boolean deterministic,
        List<SecretUse> secrets) {
    public Request {
        files = List.copyOf(files);
        args = List.copyOf(args);
        env = Map.copyOf(env);
        buildArgs = List.copyOf(buildArgs);
        buildEnv = Map.copyOf(buildEnv);
        limits = Map.copyOf(limits);
        buildLimits = Map.copyOf(buildLimits);
        collect = List.copyOf(collect);
        labels = Map.copyOf(labels);
        secrets = List.copyOf(secrets);
    }

    /** One without secrets, that may differ each time it runs. */
    public Request(
            String runtime,
            Optional<Content> source,
            List<SourceFile> files,
            Optional<WorkPath> entry,
            List<String> args,
            Map<String, String> env,
            List<String> buildArgs,
            Map<String, String> buildEnv,
            Content.Inline stdin,
            Map<Limit, Long> limits,
            Map<Limit, Long> buildLimits,
            Optional<Tier> tier,
            List<String> collect,
            Map<String, String> labels,
            Optional<Callback> callback,
            Optional<Retain> retain) {
        this(
                runtime,
                source,
                files,
                entry,
                args,
                env,
                buildArgs,
                buildEnv,
                stdin,
                limits,
                buildLimits,
                tier,
                collect,
                labels,
                callback,
                Optional.empty(),
                Dialogue.NONE,
                retain,
                false,
                List.of());
    }

    /** What is run as the runtime says, with all of its input beforehand, and does not say how much of it is kept. */
    public Request(
            String runtime,
            Optional<Content> source,
            List<SourceFile> files,
            Optional<WorkPath> entry,
            List<String> args,
            Map<String, String> env,
            List<String> buildArgs,
            Map<String, String> buildEnv,
            Content.Inline stdin,
            Map<Limit, Long> limits,
            Map<Limit, Long> buildLimits,
            Optional<Tier> tier,
            List<String> collect,
            Map<String, String> labels,
            Optional<Callback> callback) {
        this(
                runtime,
                source,
                files,
                entry,
                args,
                env,
                buildArgs,
                buildEnv,
                stdin,
                limits,
                buildLimits,
                tier,
                collect,
                labels,
                callback,
                Optional.empty(),
                Dialogue.NONE,
                Optional.empty(),
                false,
                List.of());
    }

    /** A command in a runtime, and defaults for all that is not said here. */
    public static Request ofCommand(
            String runtime,
            Command command,
            List<SourceFile> files,
            Map<String, String> env,
            Content.Inline stdin,
            Map<Limit, Long> limits,
            List<String> collect,
            Map<String, String> labels) {
        return new Request(
                runtime,
                Optional.empty(),
                files,
                Optional.empty(),
                List.of(),
                env,
                List.of(),
                Map.of(),
                stdin,
                limits,
                Map.of(),
                Optional.empty(),
                collect,
                labels,
                Optional.empty(),
                Optional.of(command),
                Dialogue.NONE,
                Optional.empty(),
                false,
                List.of());
    }

    /** The same, with a program that can be talked to. */
    public Request with(Dialogue other) {
        return changed(draft -> draft.dialogue = other);
    }

    /** The same, with nothing on standard input. */
    public Request withoutInput() {
        return changed(draft -> draft.stdin = new Content.Inline(new byte[0]));
    }

    /** The same, with these labels in place of its own. */
    public Request withLabels(Map<String, String> others) {
        return changed(draft -> draft.labels = others);
    }

    /** The same on that very runtime, with these limits and labels in place of its own, and its end told to nobody. */
    public Request repeated(
            String pinned, Map<Limit, Long> same, Map<Limit, Long> sameOfBuild, Map<String, String> others) {
        return changed(draft -> {
            draft.runtime = pinned;
            draft.limits = same;
            draft.buildLimits = sameOfBuild;
            draft.labels = others;
            draft.callback = Optional.empty();
        });
    }

    /** One source without a name, and defaults for all that is not said here. */
    public static Request ofSource(
            String runtime, Content source, List<String> args, Content.Inline stdin, Map<Limit, Long> limits) {
        return new Request(
                runtime,
                Optional.of(source),
                List.of(),
                Optional.empty(),
                args,
                Map.of(),
                List.of(),
                Map.of(),
                stdin,
                limits,
                Map.of(),
                Optional.empty(),
                List.of(),
                Map.of(),
                Optional.empty());
    }

    /** The same, with files brought back. */
    public Request collecting(List<String> globs) {
        return changed(draft -> draft.collect = globs);
    }

    /** The same with these secrets in place of its own. */
    public Request withSecrets(List<SecretUse> others) {
        return changed(draft -> draft.secrets = others);
    }

    /** The same with secrets of those versions; one that is not among them stays as it is. */
    public Request pinned(List<SecretVersion> versions) {
        return withSecrets(secrets.stream()
                .map(use -> versions.stream()
                        .filter(each -> each.name().equals(use.name()))
                        .filter(each -> use.version().isEmpty() || use.version().get() == each.number())
                        .findFirst()
                        .map(each -> use.pinned(each.number()))
                        .orElse(use))
                .toList());
    }

    private Request changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.request();
    }

    /** The components of a request that differs from another in some of them: each is named here, and nowhere else for a copy. */
    private static final class Draft {
        private String runtime;
        private Optional<Content> source;
        private List<SourceFile> files;
        private Optional<WorkPath> entry;
        private List<String> args;
        private Map<String, String> env;
        private List<String> buildArgs;
        private Map<String, String> buildEnv;
        private Content.Inline stdin;
        private Map<Limit, Long> limits;
        private Map<Limit, Long> buildLimits;
        private Optional<Tier> tier;
        private List<String> collect;
        private Map<String, String> labels;
        private Optional<Callback> callback;
        private Optional<Command> command;
        private Dialogue dialogue;
        private Optional<Retain> retain;
        private boolean deterministic;
        private List<SecretUse> secrets;

        Draft(Request like) {
            this.runtime = like.runtime;
            this.source = like.source;
            this.files = like.files;
            this.entry = like.entry;
            this.args = like.args;
            this.env = like.env;
            this.buildArgs = like.buildArgs;
            this.buildEnv = like.buildEnv;
            this.stdin = like.stdin;
            this.limits = like.limits;
            this.buildLimits = like.buildLimits;
            this.tier = like.tier;
            this.collect = like.collect;
            this.labels = like.labels;
            this.callback = like.callback;
            this.command = like.command;
            this.dialogue = like.dialogue;
            this.retain = like.retain;
            this.deterministic = like.deterministic;
            this.secrets = like.secrets;
        }

        Request request() {
            return new Request(
                    runtime,
                    source,
                    files,
                    entry,
                    args,
                    env,
                    buildArgs,
                    buildEnv,
                    stdin,
                    limits,
                    buildLimits,
                    tier,
                    collect,
                    labels,
                    callback,
                    command,
                    dialogue,
                    retain,
                    deterministic,
                    secrets);
        }
    }
}
