package freehold.wire.cluster;

/** An assignment that a worker has, and of which control. */
record Held(String control, long number) {
    void write(Writing out) {
        out.text(control).number(number);
    }

    static Held read(Reading in) {
        return new Held(in.text(), in.number());
    }
}
