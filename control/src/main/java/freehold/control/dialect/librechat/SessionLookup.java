package freehold.control.dialect.librechat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Finds files of sessions for one request, each session once: that of an execution is a whole record, to be read and opened. */
final class SessionLookup {
    static final int EXECUTIONS_MAX = 50;

    private final Function<String, List<SessionFile>> sessions;
    private final Map<String, Map<String, SessionFile>> known = new HashMap<>();
    private int executions;

    /** @param sessions finds the files of one */
    SessionLookup(Function<String, List<SessionFile>> sessions) {
        this.sessions = sessions;
    }

    /** Empty if the session has no such file, or there is none. */
    Optional<SessionFile> find(String session, String id) throws Fault {
        Map<String, SessionFile> files = known.get(session);
        if (files == null) {
            if (ShortName.execution(session).isPresent() && ++executions > EXECUTIONS_MAX) {
                throw new Fault("files are of at most " + EXECUTIONS_MAX + " sessions of runs");
            }
            files = sessions.apply(session).stream()
                    .collect(Collectors.toMap(SessionFile::id, UnaryOperator.identity(), (first, _) -> first));
            known.put(session, files);
        }
        return Optional.ofNullable(files.get(id));
    }
}
