package freehold.wire.pack;

import freehold.quantity.Digest;
import freehold.runtime.Pack;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One {@code pack.yaml}, read.
 *
 * @param licence of the runtime, as people should know it
 * @param notes what a user should know, empty when there is nothing
 * @param host how the toolchain is found on this host; a language that only bundles bring has none
 * @param additions what its bundles get besides their trees
 * @param folder where the file lies, with the files of its own that roots may take
 * @param digest of all files in the folder, and of the parts that they may use
 */
public record PackFile(
        Pack pack,
        String licence,
        String notes,
        Optional<HostSource> host,
        Additions additions,
        Path folder,
        Digest digest) {}
