package freehold.wire.cluster;

/**
 * Why a worker did not begin what it was given. One from before they said why says no more than that it did not; where there is no room that
 * is still all that is said, for a control from before then takes nothing else.
 */
enum Decline {
    /** It has less room than the control knew, or takes nothing now; or it does not say. */
    NO_ROOM,

    /** It has room, and cannot read the plan: it is of another version, or has not the runtime any more. */
    UNREADABLE;

    private static final int CANNOT_READ = 1;

    Writing write(Writing out) {
        return switch (this) {
            case NO_ROOM -> out;
            case UNREADABLE -> out.number(CANNOT_READ);
        };
    }

    static Decline read(Reading in) {
        return !in.isAtEnd() && in.number() == CANNOT_READ ? UNREADABLE : NO_ROOM;
    }
}
