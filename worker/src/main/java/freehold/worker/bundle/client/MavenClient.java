package freehold.worker.bundle.client;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.wire.bundle.LockFile;
import freehold.wire.bundle.LockedPackage;
import freehold.wire.bundle.PackageKind;
import freehold.worker.bundle.store.Hashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jars, by Maven with a project written for the purpose, and the operator's own settings. */
public final class MavenClient implements PackageClient {
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:";

    private record Artifact(String group, String name, String version) {}

    @Override
    public void fetch(LockFile lock, List<LockedPackage> packages, Path directory) throws IOException {
        // one project knows one version of an artifact, and two places may want two
        for (LockedPackage each : packages) {
            String[] names = each.name().split(":");
            copy(
                    List.of(new Artifact(names[0], names[1], each.version())),
                    directory,
                    directory,
                    Dependencies.LEFT_OUT);
        }
    }

    @Override
    public List<Resolved> resolve(LockFile lock, Path directory) throws IOException {
        List<Resolved> resolved = new ArrayList<>();
        for (var place : lock.wants().maven().entrySet()) {
            Path own = Files.createDirectory(directory.resolve("maven-" + place.getKey()));
            Path jars = Files.createDirectory(own.resolve("jars"));
            List<Artifact> wanted = place.getValue().stream()
                    .map(want -> want.split(":"))
                    .map(parts -> new Artifact(parts[0], parts[1], parts[2]))
                    .toList();
            copy(wanted, own, jars, Dependencies.INCLUDED);
            for (Artifact each : listed(own.resolve("list.txt"))) {
                resolved.add(locked(each, jars, place.getKey()));
            }
        }
        return resolved;
    }

    private static Resolved locked(Artifact artifact, Path jars, String place) throws IOException {
        String file = artifact.name() + "-" + artifact.version() + ".jar";
        Path jar = jars.resolve(file);
        if (!Files.isRegularFile(jar)) {
            throw new FetchFailed("Maven left no " + file);
        }
        LockedPackage locked = new LockedPackage(
                PackageKind.MAVEN,
                artifact.group() + ":" + artifact.name(),
                artifact.version(),
                file,
                new Bytes(Files.size(jar)),
                new Bytes(Files.size(jar)),
                new Digest(Hashing.hex(jar)),
                "",
                place);
        return new Resolved(locked, Optional.of(jar));
    }

    /** Lines such as {@code org.clojure:clojure:jar:1.12.3:compile -- module clojure (auto)}. */
    private static List<Artifact> listed(Path list) throws IOException {
        List<Artifact> artifacts = new ArrayList<>();
        for (String line : Files.readAllLines(list)) {
            String[] parts = line.strip().split(" ")[0].split(":");
            if (parts.length == 6) {
                throw new FetchFailed("a jar with a classifier cannot be locked: " + line.strip());
            }
            if (parts.length == 5 && parts[2].equals("jar")) {
                artifacts.add(new Artifact(parts[0], parts[1], parts[3]));
            }
        }
        return artifacts;
    }

    private enum Dependencies {
        INCLUDED,
        LEFT_OUT
    }

    private static void copy(List<Artifact> artifacts, Path work, Path jars, Dependencies dependencies)
            throws IOException {
        Path project = Files.createTempDirectory(work.getParent(), "maven");
        try {
            Files.writeString(project.resolve("pom.xml"), pom(artifacts, dependencies));
            List<String> argv = List.of(
                    "mvn",
                    "--batch-mode",
                    "--quiet",
                    PLUGIN + "list",
                    PLUGIN + "copy-dependencies",
                    "-DincludeScope=runtime",
                    "-DoutputFile=" + work.resolve("list.txt"),
                    "-DoutputDirectory=" + jars);
            Command.Output output = new Command(argv, project, Map.of(), LIMIT).run();
            if (output.status() != 0) {
                throw new FetchFailed("Maven could not fetch " + artifacts + ": " + output.lastWords());
            }
        } finally {
            Files.deleteIfExists(project.resolve("pom.xml"));
            Files.deleteIfExists(project);
        }
    }

    private static String pom(List<Artifact> artifacts, Dependencies dependencies) {
        StringBuilder pom = new StringBuilder("""
                <project><modelVersion>4.0.0</modelVersion>
                <groupId>freehold</groupId><artifactId>bundle</artifactId><version>1</version><packaging>pom</packaging>
                <dependencies>
                """);
        String exclusions = switch (dependencies) {
            case INCLUDED -> "";
            case LEFT_OUT ->
                "<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>";
        };
        for (Artifact each : artifacts) {
            pom.append(
                    "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>%s</dependency>\n"
                            .formatted(each.group(), each.name(), each.version(), exclusions));
        }
        return pom.append("</dependencies></project>\n").toString();
    }
}
