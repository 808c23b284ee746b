package freehold.worker.bundle.client;

import freehold.wire.bundle.PackageKind;
import freehold.worker.bundle.store.StorePaths;
import java.nio.file.Path;
import java.util.Map;

/** The package clients of this host, as the operator has set them up. */
public final class HostClients {
    private HostClients() {}

    public static Map<PackageKind, PackageClient> of(StorePaths paths) {
        AptSources sources = new AptSources(Path.of("/etc/apt"), Path.of("/etc/os-release"));
        return Map.of(
                PackageKind.DEB, new AptClient(paths.clients().resolve("apt"), sources),
                PackageKind.MAVEN, new MavenClient(),
                PackageKind.NPM, new NpmClient(),
                PackageKind.PYPI, new PipClient());
    }
}
