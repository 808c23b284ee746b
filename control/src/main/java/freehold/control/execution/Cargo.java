package freehold.control.execution;

import freehold.execution.Content;
import freehold.execution.Plan;
import freehold.execution.SourceFile;
import freehold.quantity.Digest;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The content that a plan has with it, and that which it only names. */
final class Cargo {
    private Cargo() {}

    /** What it holds in memory: an archive in a small body may have become large files. */
    static long bytes(Plan plan) {
        return plan.stdin().bytes().length
                + plan.files().stream()
                        .mapToLong(file -> switch (file.content()) {
                            case Content.Inline(byte[] bytes) -> bytes.length;
                            case Content.Stored _ -> 0;
                        })
                        .sum();
    }

    /** Stored content that must not go before it ends. */
    static Set<Digest> inputs(Plan plan) {
        return plan.files().stream()
                .map(SourceFile::content)
                .flatMap(content -> switch (content) {
                    case Content.Stored(Digest digest, var _) -> Stream.of(digest);
                    case Content.Inline _ -> Stream.<Digest>empty();
                })
                .collect(Collectors.toSet());
    }

    /** Holds what all of them refer to, or, where that fails, nothing. */
    static void hold(Holdings holdings, List<Live> company) {
        int held = 0;
        try {
            for (Live each : company) {
                holdings.hold(each.plan().tenant(), each.inputs());
                held++;
            }
        } catch (RuntimeException notHeld) {
            company.subList(0, held)
                    .forEach(each -> holdings.release(each.plan().tenant(), each.inputs()));
            throw notHeld;
        }
    }
}
