package freehold.control.dialect.gojudge;

import freehold.control.admission.Ceilings;
import freehold.control.execution.Company;
import freehold.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The commands of one request, in their order: they run at one time, and are answered together.
 *
 * @param pipes by which they talk; then they are begun together, or none is
 */
record Job(List<CmdReader.Read> cmds, List<Company.Pipe> pipes) {
    private static final int CMDS_MAX = 32;

    Job {
        cmds = List.copyOf(cmds);
        pipes = List.copyOf(pipes);
    }

    /** What a client does while its commands run. */
    enum Client {
        /** It takes the results. */
        WAITS,
        /** It writes and reads streams besides, where it says so. */
        TALKS
    }

    /** Everything that is needed to understand one. */
    record Grammar(FileStore store, Programs programs, Ceilings ceilings) {}

    static Job read(TenantId tenant, ObjectNode json, Client client, Grammar grammar) throws Fault {
        JsonNode asked = json.path("cmd");
        if (!asked.isArray() || asked.isEmpty()) {
            throw new Fault("no cmd provided");
        }
        if (asked.size() > CMDS_MAX) {
            throw new Fault("at most " + CMDS_MAX + " cmd run at one time");
        }
        JsonNode mapping = json.path("pipeMapping");
        List<Company.Pipe> pipes = Piping.read(mapping, asked);
        JobFiles stored = new JobFiles(tenant, grammar.store());
        long stdin = 0;
        long links = 0;
        for (JsonNode cmd : asked) {
            links += CopyIn.linkBytes(cmd.path("copyIn"));
            stdin += CmdReader.stdinBytes(cmd, stored);
        }
        if (stdin > CmdReader.STDIN_BYTES_MAX) {
            throw new Fault("files[0]: standard input of all cmd together has at most " + CmdReader.STDIN_BYTES_MAX
                    + " bytes of stored files");
        }
        if (links > CopyIn.LINK_BYTES_MAX) {
            throw new Fault("copyIn: symlinks of all cmd together stand for at most " + CopyIn.LINK_BYTES_MAX
                    + " bytes, not " + links);
        }
        List<CmdReader.Read> cmds = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            Streams streams = switch (client) {
                case WAITS -> Streams.NONE;
                case TALKS -> Streams.read(i, asked.path(i));
            };
            Piping piping = Piping.of(i, mapping, pipes);
            if (streams.isTerminal() && piping.isWriting()) {
                throw new Fault("no pipe begins at a tty");
            }
            cmds.add(CmdReader.read(asked.path(i), stored, grammar, piping, streams));
        }
        return new Job(cmds, pipes);
    }

    /** The one that cannot be started, if there is one. */
    Optional<String> noProgram() {
        return cmds.stream()
                .flatMap(read -> switch (read) {
                    case CmdReader.Read.NoProgram(String name) -> Optional.of(name).stream();
                    case CmdReader.Read.Understood _ -> Optional.<String>empty().stream();
                })
                .findFirst();
    }

    static Optional<Cmd> cmd(CmdReader.Read read) {
        return switch (read) {
            case CmdReader.Read.Understood(Cmd cmd) -> Optional.of(cmd);
            case CmdReader.Read.NoProgram _ -> Optional.empty();
        };
    }
}
