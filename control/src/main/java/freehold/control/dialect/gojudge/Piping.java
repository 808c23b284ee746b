package freehold.control.dialect.gojudge;

import freehold.control.execution.Company;
import freehold.wire.link.Stream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What one command has to do with the pipes of its job.
 *
 * @param isWriting whether another command reads what it writes
 * @param copies what of that is told in its result besides
 */
record Piping(boolean isWriting, Map<Stream, Collector> copies) {
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    Piping {
        copies = Map.copyOf(copies);
    }

    /** All pipes of a job, checked against its commands: no end is also a file, and no input has two pipes. */
    static List<Company.Pipe> read(JsonNode mapping, JsonNode cmds) throws Fault {
        List<Company.Pipe> pipes = new ArrayList<>();
        for (JsonNode each : mapping) {
            int writer = end(each.path("in"), cmds);
            int reader = end(each.path("out"), cmds);
            if (each.path("out").path("fd").asInt(-1) != 0) {
                throw new Fault("a pipe is read by fd 0, for nothing else is open");
            }
            if (pipes.stream().anyMatch(pipe -> pipe.to() == reader)) {
                throw new Fault("pipe fd have been occupied " + reader + " 0");
            }
            if (writer == reader) {
                throw new Fault("a pipe leads from one cmd to another");
            }
            pipes.add(new Company.Pipe(writer, stream(each), reader));
        }
        return pipes;
    }

    private static Stream stream(JsonNode pipe) throws Fault {
        return switch (pipe.path("in").path("fd").asInt(-1)) {
            case STDOUT -> Stream.STDOUT;
            case STDERR -> Stream.STDERR;
            default -> throw new Fault("a pipe is written by fd 1 or 2, for nothing else is open");
        };
    }

    private static int end(JsonNode end, JsonNode cmds) throws Fault {
        int index = end.path("index").asInt(-1);
        if (index < 0 || index >= cmds.size()) {
            throw new Fault("pipe index out of range " + index);
        }
        int fd = end.path("fd").asInt(-1);
        JsonNode file = cmds.path(index).path("files").path(fd);
        if (!file.isMissingNode() && !file.isNull()) {
            throw new Fault("pipe fd have been occupied " + index + " " + fd);
        }
        return index;
    }

    /** The part of one command in them. */
    static Piping of(int index, JsonNode mapping, List<Company.Pipe> pipes) {
        Map<Stream, Collector> copies = new EnumMap<>(Stream.class);
        boolean isWriting = false;
        for (int i = 0; i < pipes.size(); i++) {
            JsonNode asked = mapping.path(i);
            if (pipes.get(i).from() != index) {
                continue;
            }
            isWriting = true;
            if (asked.path("proxy").asBoolean(false)
                    && !asked.path("name").asString("").isEmpty()) {
                copies.put(
                        pipes.get(i).stream(),
                        new Collector(
                                asked.path("name").asString(""),
                                Math.max(0, asked.path("max").asLong(0))));
            }
        }
        return new Piping(isWriting, copies);
    }
}
