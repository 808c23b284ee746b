package freehold.ledger;

/** The place of a line in its chain, from 0, without gaps. */
public record Position(long number) {
    public static final Position FIRST = new Position(0);

    public Position {
        if (number < 0) {
            throw new IllegalArgumentException("a position is not negative: " + number);
        }
    }

    public Position next() {
        return new Position(Math.addExact(number, 1));
    }

    @Override
    public String toString() {
        return Long.toString(number);
    }
}
