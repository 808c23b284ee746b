package freehold.control.dialect.gojudge;

import freehold.execution.WorkPath;
import java.util.Optional;

/**
 * A file that a client wants to have when its program has ended.
 *
 * @param name as it was asked for, and as it is answered
 * @param path empty where no file of the work directory can be meant
 */
record CopyOut(String name, Optional<WorkPath> path, Presence presence, Place place) {
    /** What it means if it is not there. */
    enum Presence {
        REQUIRED,
        OPTIONAL
    }

    /** Where it goes. */
    enum Place {
        ANSWER,
        STORE
    }

    private static final String OPTIONAL_MARK = "?";

    static CopyOut of(String asked, Place place) {
        boolean optional = asked.endsWith(OPTIONAL_MARK);
        String name = optional ? asked.substring(0, asked.length() - 1) : asked;
        return new CopyOut(name, Paths.below(name), optional ? Presence.OPTIONAL : Presence.REQUIRED, place);
    }
}
