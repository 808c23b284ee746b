package freehold.cli.runtimes;

import freehold.quantity.Bytes;
import freehold.worker.bundle.Progress;
import java.io.PrintWriter;

/** Says what an install does, one line a piece of work. */
record BundleProgress(PrintWriter out) implements Progress {
    private static final int NAMES_MAX = 60;

    @Override
    public void at(Stage stage, String what, long done, long all) {
        String doing = switch (stage) {
            case FETCH -> "fetching";
            case UNPACK -> "unpacking";
            case FIX -> "configuring";
            case SAVE -> "saving";
        };
        if (!what.isEmpty()) {
            String share = all == 0 ? "" : " (%s of %s)".formatted(new Bytes(done), new Bytes(all));
            String names = what.length() <= NAMES_MAX ? what : what.substring(0, NAMES_MAX) + "…";
            out.println("freehold: " + doing + " " + names + share);
        }
    }
}
