package freehold.execution;

/** Names one failure of ours in the log and to the caller, without saying anything of our insides. */
public record FaultId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
