package freehold.cli.run;

import freehold.execution.Request;
import freehold.wire.link.Speech;

/** Where a program runs: in this process's own cell, or on a server. */
interface Runner extends AutoCloseable {
    /**
     * Runs the request to its end. Called once.
     *
     * @param observer hears of output and artifacts, one call at a time, before this returns
     */
    Ended run(Request request, Observer observer);

    /**
     * Says something to the program that runs, and waits until it is on its way; before it runs, until it does. After its end there is
     * nothing to wait for.
     */
    void say(Speech speech) throws InterruptedException;

    /** Asks for the end of what runs. Safe to call from any thread, at any time, and again. */
    void cancel();

    @Override
    void close();
}
