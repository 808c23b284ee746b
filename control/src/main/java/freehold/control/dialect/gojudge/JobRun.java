package freehold.control.dialect.gojudge;

import freehold.control.dialect.PromptRun;
import freehold.control.execution.Companies;
import freehold.control.execution.Company;
import freehold.control.execution.Executions;
import freehold.control.execution.Live;
import freehold.control.execution.Submission;
import freehold.control.record.Entry;
import freehold.execution.Execution;
import freehold.execution.Request;
import freehold.execution.State;
import freehold.refusal.Refusal;
import freehold.tenant.TenantId;
import freehold.wire.client.RequestJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A job that was handed in: an execution for each of its commands that can be started. */
final class JobRun {
    private final Executions executions;
    private final Job job;
    private final List<Optional<Live>> lives;
    private final Optional<Company> company;

    private JobRun(Executions executions, Job job, List<Optional<Live>> lives, Optional<Company> company) {
        this.executions = executions;
        this.job = job;
        this.lives = List.copyOf(lives);
        this.company = company;
    }

    /** What came of handing it in. */
    sealed interface Begun {
        record Running(JobRun run) implements Begun {}

        /** One command was declined, so none of them runs. */
        record Declined(Refusal refusal) implements Begun {}
    }

    static Begun begin(Executions executions, Companies companies, TenantId tenant, Job job) {
        if (job.pipes().isEmpty()) {
            return beginEach(executions, tenant, job);
        }
        List<Request> members = job.cmds().stream()
                .flatMap(read -> Job.cmd(read).stream())
                .map(Cmd::request)
                .toList();
        if (members.size() < job.cmds().size()) { // who should talk to what is not there is not begun either
            List<Optional<Live>> none =
                    job.cmds().stream().map(_ -> Optional.<Live>empty()).toList();
            return new Begun.Running(new JobRun(executions, job, none, Optional.empty()));
        }
        return switch (companies.submit(tenant, members, job.pipes())) {
            case Companies.Handed.Declined(Refusal refusal) -> new Begun.Declined(refusal);
            case Companies.Handed.Begun(Company company) ->
                new Begun.Running(new JobRun(
                        executions,
                        job,
                        company.members().stream().map(Optional::of).toList(),
                        Optional.of(company)));
        };
    }

    private static Begun beginEach(Executions executions, TenantId tenant, Job job) {
        List<Optional<Live>> lives = new ArrayList<>();
        try {
            return beginEach(executions, tenant, job, lives);
        } catch (RuntimeException fault) { // nobody else knows of those that were begun before it
            new JobRun(executions, job, lives, Optional.empty()).cancel();
            throw fault;
        }
    }

    /** @param lives is told of each as soon as it was begun */
    private static Begun beginEach(Executions executions, TenantId tenant, Job job, List<Optional<Live>> lives) {
        for (CmdReader.Read read : job.cmds()) {
            Optional<Cmd> cmd = Job.cmd(read);
            if (cmd.isEmpty()) {
                lives.add(Optional.empty());
                continue;
            }
            switch (executions.submit(
                    tenant, cmd.get().request(), RequestJson.of(cmd.get().request()), Optional.empty())) {
                case Submission.Begun(Live live) -> lives.add(Optional.of(live));
                case Submission.Declined(Refusal refusal) -> {
                    new JobRun(executions, job, lives, Optional.empty()).cancel();
                    return new Begun.Declined(refusal);
                }
                case Submission.Joined _, Submission.Known _ ->
                    throw new IllegalStateException("it was handed in without a key");
            }
        }
        return new Begun.Running(new JobRun(executions, job, lives, Optional.empty()));
    }

    Job job() {
        return job;
    }

    /** The execution of that command; empty if it could not be started. */
    Optional<Live> live(int index) {
        return lives.get(index);
    }

    /** Asks for the end of all that has not ended. */
    void cancel() {
        lives.stream().flatMap(Optional::stream).forEach(executions::cancel);
    }

    /** Waits for the end of all; what has not ended then is cancelled, for nobody could ask for it. One for each command. */
    List<Optional<Entry>> await() throws InterruptedException {
        if (company.isPresent()) {
            company.get().follow(PromptRun.PATIENCE);
        } else {
            awaitEach();
        }
        return lives.stream().map(live -> live.map(Live::entry)).toList();
    }

    private void awaitEach() throws InterruptedException {
        long until = System.nanoTime() + PromptRun.PATIENCE.toNanos();
        for (Optional<Live> each : lives) {
            if (each.isPresent()) {
                Execution now = each.get().await(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
                if (now.state() != State.FINISHED) {
                    executions.cancel(each.get());
                }
            }
        }
    }
}
