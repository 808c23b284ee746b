package freehold.cli.execution;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.text.Printable;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Consumer;

/** Several things to which the same is done, one after the other. */
record Several(List<String> names, PrintWriter err) {
    private static final int SHOWN = 200;

    /**
     * Does it to each. What is declined for one is said, and done to the others all the same; not so where the server cannot do it to any.
     *
     * @param done what they are then, for the sentence that counts those that are not
     * @throws Declined if it was declined for any
     */
    void each(Consumer<String> act, String done) {
        int not = 0;
        for (String name : names) {
            try {
                act.accept(name);
            } catch (Declined declined) {
                if (declined.status() == ExitStatus.UNAVAILABLE) {
                    throw declined;
                }
                String sentence = Printable.of(name, SHOWN) + ": " + declined.getMessage();
                if (names.size() == 1) {
                    throw new Declined(declined.status(), sentence);
                }
                err.println("freehold: " + sentence);
                not++;
            }
        }
        if (not > 0) {
            throw new Declined(ExitStatus.USAGE, not + " of " + names.size() + " not " + done);
        }
    }
}
