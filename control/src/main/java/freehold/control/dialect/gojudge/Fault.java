package freehold.control.dialect.gojudge;

/** A request that cannot be carried out as it is, in one sentence. */
final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    Fault(String sentence) {
        this(400, sentence);
    }

    /** @param status as the peer has it */
    Fault(int status, String sentence) {
        super(sentence, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
