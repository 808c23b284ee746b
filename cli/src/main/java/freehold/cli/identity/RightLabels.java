package freehold.cli.identity;

import freehold.control.tenancy.Right;
import java.util.Arrays;
import java.util.Iterator;

/** What may be named, for help and completion. */
final class RightLabels implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Arrays.stream(Right.values()).map(Right::label).iterator();
    }
}
