package freehold.cli.ledger;

import java.io.PrintWriter;
import java.util.function.LongConsumer;

/** Says from time to time how far a long work got, beside its result: after every so many things. */
record Progress(PrintWriter to, String what, long step) implements LongConsumer {
    Progress {
        if (step < 1) {
            throw new IllegalArgumentException("it says something after each 0 things");
        }
    }

    @Override
    public void accept(long done) {
        if (done % step == 0) {
            to.println("freehold: " + done + " " + what);
            to.flush();
        }
    }
}
