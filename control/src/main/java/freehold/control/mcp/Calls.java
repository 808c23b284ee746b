package freehold.control.mcp;

import freehold.tenant.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The calls that wait for a program, so that the agent who made one can take it back by another request. */
final class Calls {
    private final Map<Name, Runnable> waiting = new ConcurrentHashMap<>();

    /**
     * A call among all others. Agents count their requests from 1, so the number says nothing without the session, and a session is a name
     * that anybody may send, so it says nothing without the tenant.
     */
    record Name(TenantId tenant, String session, String request) {}

    /** While it is open, the call can be taken back. */
    interface Waiting extends AutoCloseable {
        @Override
        void close();
    }

    Waiting await(Optional<Name> name, Runnable cancel) {
        name.ifPresent(each -> waiting.put(each, cancel));
        return () -> name.ifPresent(each -> waiting.remove(each, cancel));
    }

    /** A call that has ended, or never was, stays as it is: the notification and the answer may cross. */
    void cancel(Name name) {
        Runnable cancel = waiting.get(name);
        if (cancel != null) {
            cancel.run();
        }
    }
}
