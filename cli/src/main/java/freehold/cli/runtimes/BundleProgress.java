package freehold.cli.runtimes;

import freehold.quantity.Bytes;
import freehold.worker.bundle.Progress;
import java.io.PrintWriter;

/** Says what an install does, one line a piece of work. */
record BundleProgress(PrintWriter out, Course course) implements Progress {
    private static final int NAMES_MAX = 60;

    /** For one bundle by itself. */
    BundleProgress(PrintWriter out) {
        this(out, new Course(1, Bytes.NONE));
    }

    @Override
    public void at(Stage stage, String what, long done, long all) {
        String doing = switch (stage) {
            case FETCH -> "fetching";
            case UNPACK -> "unpacking";
            case FIX -> "configuring";
            case SAVE -> "saving";
        };
        if (!what.isEmpty()) {
            String whole = stage == Stage.FETCH ? course.share(done) : "";
            String share = all == 0 ? "" : " (%s of %s%s)".formatted(new Bytes(done), new Bytes(all), whole);
            String names = what.length() <= NAMES_MAX ? what : what.substring(0, NAMES_MAX) + "…";
            out.println("freehold: " + course.prefix() + doing + " " + names + share);
        }
    }
}
