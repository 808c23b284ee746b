package freehold.control.callback;

import freehold.control.record.Entry;
import freehold.wire.api.ExecutionWriter;

/** Writes the letter that tells an end. The same entry gives the same letter, for it may be sent more than once. */
@FunctionalInterface
public interface Scribe {
    /** Posts the execution as our own API shows it. */
    Scribe OF_EXECUTIONS = entry -> new Letter(Letter.Method.POST, ExecutionWriter.bytes(entry.execution()));

    Letter letter(Entry entry);
}
