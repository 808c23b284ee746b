package freehold.worker.redaction;

/** One form of a value, and how much of it the last bytes of a stream are (Knuth, Morris and Pratt). */
final class Needle {
    private final byte[] form;
    private final int[] fallback;
    private int matched;
    private long steps;

    private Needle(byte[] form, int[] fallback) {
        this.form = form;
        this.fallback = fallback;
    }

    static Needle of(byte[] form) {
        int[] fallback = new int[form.length + 1];
        for (int i = 1, length = 0; i < form.length; i++) {
            while (length > 0 && form[i] != form[length]) {
                length = fallback[length];
            }
            if (form[i] == form[length]) {
                length++;
            }
            fallback[i + 1] = length;
        }
        return new Needle(form, fallback);
    }

    /** The same at the beginning of a stream. */
    Needle fresh() {
        return new Needle(form, fallback);
    }

    int length() {
        return form.length;
    }

    /** How many of the last bytes may be the beginning of it. */
    int matched() {
        return matched;
    }

    /** How many comparisons it took so far; two for each byte at most. */
    long steps() {
        return steps;
    }

    /** Takes the next byte; whether the form ends with it. */
    boolean take(byte next) {
        steps++;
        while (matched > 0 && form[matched] != next) {
            matched = fallback[matched];
            steps++;
        }
        if (form[matched] == next) {
            matched++;
        }
        if (matched < form.length) {
            return false;
        }
        matched = fallback[matched];
        return true;
    }
}
