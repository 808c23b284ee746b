package freehold.control.dialect.librechat;

/** A request that cannot be carried out as it is, in one sentence. */
final class Fault extends Exception {
    private static final long serialVersionUID = 1;

    Fault(String sentence) {
        super(sentence, null, false, false);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
