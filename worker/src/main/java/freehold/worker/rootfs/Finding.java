package freehold.worker.rootfs;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.runtime.Installed;
import freehold.runtime.Pack;
import freehold.runtime.Warmth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What discovery found out about one executable, kept from one start to the next as long as nothing that it depends on has changed.
 *
 * @param pack digest of the pack file that was read then
 * @param failure why a cache of it is empty, on one line
 */
record Finding(
        Digest pack,
        String version,
        Digest digest,
        Optional<String> buildRoot,
        String runRoot,
        Map<String, String> variables,
        Bytes size,
        Optional<String> failure,
        List<Watch> watches) {
    private static final String FORM = "finding 2";
    private static final int HEAD = 9;

    Installed installed(Pack of) {
        return new Installed(of, version, digest, buildRoot, runRoot, variables, Installed.HOST, size, warmth(failure));
    }

    /** A cache that is empty may be what bootstraps are made of. */
    static Warmth warmth(Optional<String> failure) {
        return failure.<Warmth>map(Warmth.Cold::new).orElseGet(Warmth.Full::new);
    }

    boolean holds(Digest packNow, StateFolder state) throws IOException {
        if (!pack.equals(packNow)
                || !state.hasRoot(runRoot)
                || !buildRoot.map(state::hasRoot).orElse(true)) {
            return false;
        }
        for (Watch each : watches) {
            if (!each.holds()) {
                return false;
            }
        }
        return true;
    }

    String write() {
        StringBuilder text = new StringBuilder(FORM).append('\n');
        text.append(pack)
                .append('\n')
                .append(version)
                .append('\n')
                .append(digest)
                .append('\n');
        text.append(buildRoot.orElse("")).append('\n').append(runRoot).append('\n');
        text.append(size.count()).append('\n').append(variables.size()).append('\n');
        text.append(failure.orElse("")).append('\n');
        variables.forEach(
                (name, value) -> text.append(name).append(' ').append(value).append('\n'));
        watches.forEach(each ->
                text.append(each.fingerprint()).append(' ').append(each.path()).append('\n'));
        return text.toString();
    }

    /** Reads what {@link #write} wrote; empty if there is none, or one of another form. */
    static Optional<Finding> read(Path file) throws IOException {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() < HEAD || !lines.getFirst().equals(FORM)) {
                return Optional.empty();
            }
            int watchesFrom = HEAD + Integer.parseInt(lines.get(7));
            Map<String, String> variables = new HashMap<>();
            for (String line : lines.subList(HEAD, watchesFrom)) {
                int space = line.indexOf(' ');
                variables.put(line.substring(0, space), line.substring(space + 1));
            }
            List<Watch> watches = new ArrayList<>();
            for (String line : lines.subList(watchesFrom, lines.size())) {
                int space = line.indexOf(' ');
                watches.add(new Watch(Path.of(line.substring(space + 1)), line.substring(0, space)));
            }
            return Optional.of(new Finding(
                    Digest.parse(lines.get(1)),
                    lines.get(2),
                    Digest.parse(lines.get(3)),
                    Optional.of(lines.get(4)).filter(each -> !each.isEmpty()),
                    lines.get(5),
                    variables,
                    new Bytes(Long.parseLong(lines.get(6))),
                    Optional.of(lines.get(8)).filter(each -> !each.isEmpty()),
                    watches));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            return Optional.empty();
        }
    }
}
