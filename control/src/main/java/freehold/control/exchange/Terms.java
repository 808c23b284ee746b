package freehold.control.exchange;

import freehold.execution.FaultId;
import freehold.refusal.Refusal;
import java.time.Duration;
import java.util.Optional;

/** What binds a conversation as it binds calls: how often may be asked, how much output of programs is answered with at one time, and how failures are told. */
public interface Terms {
    /** Takes the price of one more request from whoever holds the conversation, as each call does; the refusal if there were too many. */
    Optional<Refusal> pay();

    /** Room to hold an answer in memory that has so much output; empty if there is none for a while. */
    Optional<Held> room(long outputBytes) throws InterruptedException;

    /**
     * Notes a failure of ours in the log; the id under which it is found there, for whoever hears of it.
     *
     * @param what failed, as a sentence has it
     */
    FaultId failed(String what, Exception fault);

    /** How long a call, or a conversation, waits for room. */
    Duration PATIENCE = Duration.ofSeconds(10);

    /** Held until it is closed. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }
}
