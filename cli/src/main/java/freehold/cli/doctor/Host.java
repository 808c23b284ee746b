package freehold.cli.doctor;

import freehold.quantity.Bytes;
import java.util.List;
import java.util.Optional;

/** The machine as the checks see it. Reading never fails: what cannot be read is absent. */
interface Host {
    /** The text of a small file such as {@code /proc/swaps}, without white space around it. */
    Optional<String> text(String path);

    boolean exists(String path);

    /** Names in a directory, sorted; empty when there is none. */
    List<String> names(String directory);

    /** Free bytes for users at a path, or at the nearest parent that exists. */
    Optional<Bytes> freeSpace(String path);

    /** The landlock ABI (landlock_create_ruleset(2) with LANDLOCK_CREATE_RULESET_VERSION), 0 when there is none. */
    int landlockAbi();

    /** Whether the kernel says that its clock is synchronised (adjtimex(2) did not return TIME_ERROR). */
    boolean clockSynchronised();

    boolean root();

    int processors();
}
