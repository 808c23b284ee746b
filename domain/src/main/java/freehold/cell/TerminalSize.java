package freehold.cell;

/** How large a terminal is, in characters: each way 1 to 1,000, far beyond any screen. */
public record TerminalSize(int rows, int columns) {
    public static final int MOST = 1_000;

    public TerminalSize {
        if (!isSide(rows) || !isSide(columns)) {
            throw new IllegalArgumentException("1 to " + MOST + " each way: " + rows + " × " + columns);
        }
    }

    public static boolean isSide(long characters) {
        return characters >= 1 && characters <= MOST;
    }
}
