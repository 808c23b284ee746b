package freehold.cli.doctor;

import java.util.Locale;

/**
 * What one check found.
 *
 * @param found what is there, in a few words
 * @param costs what it costs to leave it so; empty when nothing
 * @param mend the way to mend it; empty when there is nothing to mend
 */
record Finding(String subject, Grade grade, String found, String costs, String mend) {
    /** How bad it is. */
    enum Grade {
        OK,
        /** Freehold runs, and something is slower, weaker in depth, or unknown. */
        COSTS,
        /** Freehold cannot run here. */
        FATAL;

        /** As on the wire. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String subject, String found) {
        return new Finding(subject, Grade.OK, found, "", "");
    }

    static Finding costs(String subject, String found, String costs, String mend) {
        return new Finding(subject, Grade.COSTS, found, costs, mend);
    }

    static Finding fatal(String subject, String found, String costs, String mend) {
        return new Finding(subject, Grade.FATAL, found, costs, mend);
    }
}
