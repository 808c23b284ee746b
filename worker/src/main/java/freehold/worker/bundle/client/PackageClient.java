package freehold.worker.bundle.client;

import freehold.wire.bundle.LockFile;
import freehold.wire.bundle.LockedPackage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One kind of packages, and the client that fetches them. */
public interface PackageClient {
    /**
     * Fetches exact versions.
     *
     * @param lock that names the packages, for its suite
     * @param packages all of this client's kind
     * @param directory empty; receives the files by the names that the lock gives. What is missing after counts as not fetched
     * @throws FetchFailed with the client's words, if it says that it failed. Some files may be there all the same
     */
    void fetch(LockFile lock, List<LockedPackage> packages, Path directory) throws IOException;

    /**
     * Finds the exact packages that a lock's wants of this kind mean today.
     *
     * @param directory empty; receives the files of all packages whose hash could not be known without them
     * @return packages found
     * @throws FetchFailed if something wanted does not exist
     */
    List<Resolved> resolve(LockFile lock, Path directory) throws IOException;
}
