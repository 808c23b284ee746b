package freehold.client;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says a program bit by bit. What is not said is the server's default. One thread uses it. */
public final class RequestBuilder {
    private final String runtime;
    private Optional<String> source = Optional.empty();
    private Optional<List<SourceFile>> files = Optional.empty();
    private Optional<String> entry = Optional.empty();
    private Optional<List<String>> args = Optional.empty();
    private Optional<Map<String, String>> env = Optional.empty();
    private Optional<ExecutionRequest.Build> buildStep = Optional.empty();
    private Optional<String> stdin = Optional.empty();
    private Optional<byte[]> stdinBase64 = Optional.empty();
    private Optional<Limits> limits = Optional.empty();
    private Optional<Limits> buildLimits = Optional.empty();
    private Optional<ExecutionRequest.Network> network = Optional.empty();
    private Optional<Tier> tier = Optional.empty();
    private Optional<Boolean> deterministic = Optional.empty();
    private Optional<List<String>> collect = Optional.empty();
    private Optional<ExecutionRequest.Terminal> terminal = Optional.empty();
    private Optional<Boolean> interactive = Optional.empty();
    private Optional<Map<String, String>> labels = Optional.empty();
    private Optional<ExecutionRequest.Callback> callback = Optional.empty();
    private Optional<Retain> retain = Optional.empty();
    private Optional<ExecutionRequest.Command> command = Optional.empty();

    private Optional<List<ExecutionRequest.SecretUse>> secrets = Optional.empty();

    RequestBuilder(String runtime) {
        this.runtime = runtime;
    }

    /** The one file; either this or {@link #files}. */
    public RequestBuilder source(String text) {
        source = Optional.of(text);
        return this;
    }

    /** The files; the first is the main one unless {@link #entry} says otherwise. */
    public RequestBuilder files(SourceFile... all) {
        files = Optional.of(List.of(all));
        return this;
    }

    public RequestBuilder entry(String path) {
        entry = Optional.of(path);
        return this;
    }

    public RequestBuilder args(String... all) {
        args = Optional.of(List.of(all));
        return this;
    }

    public RequestBuilder env(Map<String, String> all) {
        env = Optional.of(Map.copyOf(all));
        return this;
    }

    /** Arguments and environment of the build step. */
    public RequestBuilder build(List<String> args, Map<String, String> env) {
        buildStep = Optional.of(new ExecutionRequest.Build(args, env));
        return this;
    }

    public RequestBuilder stdin(String text) {
        stdin = Optional.of(text);
        stdinBase64 = Optional.empty();
        return this;
    }

    public RequestBuilder stdin(byte[] bytes) {
        stdin = Optional.empty();
        stdinBase64 = Optional.of(bytes.clone());
        return this;
    }

    public RequestBuilder limits(Limits most) {
        limits = Optional.of(most);
        return this;
    }

    public RequestBuilder buildLimits(Limits most) {
        buildLimits = Optional.of(most);
        return this;
    }

    /** What it may reach, each as {@code host:port}; nothing by default. */
    public RequestBuilder network(String... allow) {
        network = Optional.of(new ExecutionRequest.Network(List.of(allow)));
        return this;
    }

    /** The least boundary wanted. */
    public RequestBuilder tier(Tier least) {
        tier = Optional.of(least);
        return this;
    }

    /** Fixes clock, seeds and order where the runtime can. */
    public RequestBuilder deterministic() {
        deterministic = Optional.of(true);
        return this;
    }

    /** Stored secrets that the run step gets; the policy in force must grant each. */
    public RequestBuilder secrets(ExecutionRequest.SecretUse... all) {
        secrets = Optional.of(List.of(all));
        return this;
    }

    /** Globs of files to bring back as artifacts. */
    public RequestBuilder collect(String... globs) {
        collect = Optional.of(List.of(globs));
        return this;
    }

    public RequestBuilder terminal(int rows, int columns) {
        terminal = Optional.of(new ExecutionRequest.Terminal(rows, columns));
        return this;
    }

    /** Standard input stays open. */
    public RequestBuilder interactive() {
        interactive = Optional.of(true);
        return this;
    }

    public RequestBuilder labels(Map<String, String> all) {
        labels = Optional.of(Map.copyOf(all));
        return this;
    }

    /** Where the finished execution is posted, signed with the tenant's own secret. */
    public RequestBuilder callback(URI url) {
        callback = Optional.of(new ExecutionRequest.Callback(url, Optional.empty()));
        return this;
    }

    /** Where the finished execution is posted, signed with this secret ({@code whsec_…}). */
    public RequestBuilder callback(URI url, String secret) {
        callback = Optional.of(new ExecutionRequest.Callback(url, Optional.of(secret)));
        return this;
    }

    public RequestBuilder retain(Retain what) {
        retain = Optional.of(what);
        return this;
    }

    /** A command line in place of the runtime's own, in the root of that step; nothing is built then. */
    public RequestBuilder command(StepName step, String... argv) {
        command = Optional.of(new ExecutionRequest.Command(List.of(argv), step));
        return this;
    }

    public ExecutionRequest build() {
        return new ExecutionRequest(
                runtime,
                source,
                files,
                entry,
                args,
                env,
                buildStep,
                stdin,
                stdinBase64,
                limits,
                buildLimits,
                network,
                tier,
                deterministic,
                collect,
                terminal,
                interactive,
                labels,
                callback,
                retain,
                command,
                secrets);
    }
}
