package freehold.control.http;

import freehold.ledger.Chain;
import freehold.ledger.Position;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where to go on, in which chain. */
record ChainCursor(Chain chain, Position position) {
    private static final Pattern FORM = Pattern.compile("([a-z_][a-z0-9_-]{0,63}):(\\d{1,18})");

    static ChainCursor beginning(Chain chain) {
        return new ChainCursor(chain, Position.FIRST);
    }

    static Optional<ChainCursor> parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(new ChainCursor(new Chain(parts.group(1)), new Position(Long.parseLong(parts.group(2)))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return chain + ":" + position;
    }
}
