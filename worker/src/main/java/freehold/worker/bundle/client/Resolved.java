package freehold.worker.bundle.client;

import freehold.wire.bundle.LockedPackage;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A package that a want means today.
 *
 * @param file where its file is, if the client had to fetch it to know its hash
 */
public record Resolved(LockedPackage locked, Optional<Path> file) {}
