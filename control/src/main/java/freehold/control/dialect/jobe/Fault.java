package freehold.control.dialect.jobe;

/** Something that is wrong with a run, and ends the reading of it: a status and a sentence. */
final class Fault extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

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
