package freehold.execution;

import freehold.cell.Limit;
import freehold.cell.Tier;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody asks for, well-formed but not yet admitted. Absent means default.
 *
 * @param runtime a reference as {@link freehold.runtime.Catalogue} reads it
 * @param source the one file, to be named as the pack says; empty when {@code files} are given
 * @param limits of the run step, in wire units: milliseconds, bytes, counts
 * @param collect globs, relative to the work directory
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
        Optional<Callback> callback) {
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
    }

    /** The same, with these labels in place of its own. */
    public Request withLabels(Map<String, String> others) {
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
                others,
                callback);
    }

    /** The same on that very runtime, with these limits and labels in place of its own, and its end told to nobody. */
    public Request repeated(
            String pinned, Map<Limit, Long> same, Map<Limit, Long> sameOfBuild, Map<String, String> others) {
        return new Request(
                pinned,
                source,
                files,
                entry,
                args,
                env,
                buildArgs,
                buildEnv,
                stdin,
                same,
                sameOfBuild,
                tier,
                collect,
                others,
                Optional.empty());
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
                globs,
                labels,
                callback);
    }
}
