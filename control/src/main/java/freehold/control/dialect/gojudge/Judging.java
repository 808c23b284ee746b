package freehold.control.dialect.gojudge;

import freehold.control.blob.BlobStore;
import freehold.control.dialect.PeerJson;
import freehold.control.execution.Companies;
import freehold.control.execution.Executions;
import freehold.control.record.Entry;
import freehold.tenant.TenantId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads jobs, hands them in, and tells what came of them, however a client is connected. */
record Judging(Executions executions, Companies companies, BlobStore blobs, InstantSource clock, Job.Grammar grammar) {

    JobRun.Begun begin(TenantId tenant, ObjectNode json, Job.Client client) throws Fault {
        return JobRun.begin(executions, companies, tenant, Job.read(tenant, json, client, grammar));
    }

    /** How much the results of these have of what programs wrote and left. */
    static long bytes(Job job, List<Optional<Entry>> ended) {
        long bytes = 0;
        for (int i = 0; i < ended.size(); i++) {
            Optional<Cmd> cmd = Job.cmd(job.cmds().get(i));
            bytes += cmd.isPresent() && ended.get(i).isPresent()
                    ? ResultWriter.bytes(cmd.get(), ended.get(i).get())
                    : 0;
        }
        return bytes;
    }

    /** @param ended what is known of each command that was begun */
    ArrayNode results(Job job, List<Optional<Entry>> ended) {
        ArrayNode results = PeerJson.array();
        for (int i = 0; i < ended.size(); i++) {
            results.add(result(job, job.cmds().get(i), ended.get(i)));
        }
        return results;
    }

    private ObjectNode result(Job job, CmdReader.Read read, Optional<Entry> ended) {
        Optional<Cmd> cmd = Job.cmd(read);
        return cmd.isPresent() && ended.isPresent()
                ? ResultWriter.write(cmd.get(), ended.get(), blobs, grammar.store(), clock.instant())
                : ResultWriter.notStarted("execve: no runtime of this server has the program "
                        + job.noProgram().orElse(""));
    }
}
