package freehold.execution;

import freehold.secret.SecretVersion;
import java.util.List;
import java.util.Optional;

/** The ends that no worker tells of: of what was never begun, or was lost with its worker or its server. */
public sealed interface Untold {
    /** Somebody ended it while it waited for a free cell. */
    record Withdrawn() implements Untold {}

    /** Somebody had ended it, and its worker was lost before it said so. */
    record CancelledAndLost() implements Untold {}

    /** It was lost with its worker as often as it may be begun. */
    record Lost() implements Untold {}

    /** Its worker was lost, and what had been said to it cannot be said again. */
    record LostInDialogue() implements Untold {}

    /** Its worker was lost, and the programs that it talks to cannot be begun again alone. */
    record LostInCompany() implements Untold {}

    /** Every worker that could have run it was asked several times, and none could read it. */
    record Unreadable() implements Untold {}

    /** A server stopped before it ended, and could not run it again after its start. */
    record LeftBehind() implements Untold {}

    /** A server stopped before it ended, and had no place for it after its start. */
    record LeftWithoutPlace() implements Untold {}

    /** A server stopped while it was talked to. */
    record LeftBehindInDialogue() implements Untold {}

    /** A secret that it was let in with is there no more. */
    record SecretGone(SecretVersion version) implements Untold {}

    /** Its secrets are there, and cannot be read. */
    record SecretsSealed() implements Untold {}

    /** The end, with nothing measured. */
    default Outcome outcome() {
        return new Outcome(
                verdict(),
                explanation(),
                Optional.empty(),
                Optional.empty(),
                false,
                Start.COLD,
                List.of(),
                Timing.NONE);
    }

    private Verdict verdict() {
        return switch (this) {
            case Withdrawn _, CancelledAndLost _, SecretGone _ -> Verdict.CANCELLED;
            case Lost _,
                    LostInDialogue _,
                    LostInCompany _,
                    Unreadable _,
                    LeftBehind _,
                    LeftWithoutPlace _,
                    LeftBehindInDialogue _,
                    SecretsSealed _ -> Verdict.FAULTED;
        };
    }

    private String explanation() {
        return switch (this) {
            case Withdrawn() ->
                "Cancelled while it waited for a free cell; nothing ran. Submit it again if it is still wanted.";
            case CancelledAndLost() ->
                "Cancelled while its worker was lost; how far it came is not known. Submit it again if it is still wanted.";
            case Lost() ->
                "Each worker that began it was lost before its end; nothing is charged. Submit it again; if it stays so, tell the"
                        + " operator.";
            case LostInDialogue() ->
                "Its worker was lost, and with it what had been said to the program; nothing is charged. Submit it again, and say it"
                        + " again.";
            case LostInCompany() ->
                "Its worker was lost, or none took it, and what it talks to had begun; nothing is charged. Submit all of them again.";
            case Unreadable() ->
                "Nothing ran: each worker that has its runtime declined it several times, as one does that is of another version than the"
                        + " server. Tell the operator: the log of this server names the worker, under the id of this execution. Nothing is"
                        + " charged; submit it again when all are of one version.";
            case LeftBehind() ->
                "The server stopped before this ended, and could not run it again after its start: what it was to run, or to run on,"
                        + " is not there any more. Nothing is charged; submit it again.";
            case LeftWithoutPlace() ->
                "The server stopped before this ended, and its queue had no place for it after its start. Nothing is charged; submit it"
                        + " again.";
            case LeftBehindInDialogue() ->
                "The server stopped before this ended, and an interactive execution is not begun again: what was said to it is gone."
                        + " Nothing is charged; submit it again, and say it again.";
            case SecretGone(SecretVersion version) ->
                "Nothing ran: the secret " + version.name() + ", version " + version.number()
                        + ", was deleted or replaced too often since this was accepted. Submit it again, to run with the newest"
                        + " version.";
            case SecretsSealed() ->
                "Nothing ran: its secrets could not be opened. Tell the operator: the log of this server says why under the id of this"
                        + " execution.";
        };
    }
}
