package freehold.wire.cluster;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.runtime.Installed;
import freehold.runtime.Pack;
import freehold.runtime.Warmth;
import java.util.Map;
import java.util.Optional;

/** A runtime that a worker has; the rest of it is in the pack, which control has of its own. */
record Offer(
        String pack,
        String version,
        Digest digest,
        Optional<String> buildRoot,
        String runRoot,
        Map<String, String> variables,
        String source,
        Bytes size,
        Warmth warmth) {
    private static final int FULL = 0;
    private static final int NONE = 1;
    private static final int COLD = 2;

    Offer {
        variables = Map.copyOf(variables);
    }

    static Offer of(Installed installed) {
        return new Offer(
                installed.pack().name(),
                installed.version(),
                installed.digest(),
                installed.buildRoot(),
                installed.runRoot(),
                installed.variables(),
                installed.source(),
                installed.size(),
                installed.warmth());
    }

    Installed with(Pack known) {
        return new Installed(known, version, digest, buildRoot, runRoot, variables, source, size, warmth);
    }

    void write(Writing out) {
        out.text(pack)
                .text(version)
                .digest(digest)
                .optional(buildRoot, Writing::text)
                .text(runRoot)
                .map(variables)
                .text(source)
                .number(size.count());
        switch (warmth) {
            case Warmth.Full() -> out.number(FULL);
            case Warmth.None() -> out.number(NONE);
            case Warmth.Cold(String reason) -> out.number(COLD).text(reason);
        }
    }

    static Offer read(Reading in) {
        return new Offer(
                in.text(),
                in.text(),
                in.digest(),
                in.optional(Reading::text),
                in.text(),
                in.map(),
                in.text(),
                new Bytes(in.number()),
                warmth(in));
    }

    private static Warmth warmth(Reading in) {
        long kind = in.number();
        if (kind == COLD) {
            return new Warmth.Cold(in.text());
        }
        return kind == FULL ? new Warmth.Full() : new Warmth.None();
    }
}
