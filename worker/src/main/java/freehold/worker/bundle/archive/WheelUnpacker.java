package freehold.worker.bundle.archive;

import freehold.worker.bundle.tree.Node;
import freehold.worker.bundle.tree.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * Puts what a wheel holds (PyPA binary distribution format 1.0, a zip file) into a tree. What it would spread over an installation
 * stays together: {@code purelib}, {@code platlib} and {@code data} at the place itself, {@code scripts} in {@code bin}.
 */
public final class WheelUnpacker {
    private static final Pattern SPREAD = Pattern.compile("[^/]+\\.data/(purelib|platlib|data|scripts|headers)/(.+)");

    private final FileSink files;

    public WheelUnpacker(FileSink files) {
        this.files = files;
    }

    public void unpackInto(Tree tree, Path wheel, String place) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(wheel, Map.of("enablePosixFileAttributes", "true"));
                Stream<Path> walk = Files.walk(zip.getPath("/"))) {
            long seen = 0;
            for (Iterator<Path> paths = walk.iterator(); paths.hasNext(); ) {
                Path each = paths.next();
                if (!Files.isRegularFile(each)) {
                    continue;
                }
                seen += Files.size(each);
                if (seen > TarUnpacker.CONTENT_MAX) {
                    throw new HostileArchive("the wheel holds more than " + TarUnpacker.CONTENT_MAX + " bytes");
                }
                tree.add(place + "/" + spread(MemberPath.of(each.toString(), 0)), keep(each));
            }
        } catch (ZipException | ProviderNotFoundException e) {
            // also how the JDK's zip file system refuses names with . and ..
            throw new HostileArchive("not a zip file that can be read: " + e.getMessage(), e);
        }
    }

    private Node keep(Path member) throws IOException {
        long size = Files.size(member);
        try (InputStream content = new Exactly(Files.newInputStream(member), size)) {
            return files.keep(content, access(Files.getPosixFilePermissions(member)));
        }
    }

    private static Node.Access access(Set<PosixFilePermission> permissions) {
        return permissions.contains(PosixFilePermission.OWNER_EXECUTE) ? Node.Access.EXECUTABLE : Node.Access.READABLE;
    }

    private static String spread(String path) {
        Matcher matcher = SPREAD.matcher(path);
        if (!matcher.matches()) {
            return path;
        }
        String rest = matcher.group(2);
        return switch (matcher.group(1)) {
            case "scripts" -> "bin/" + rest;
            case "headers" -> "include/" + rest;
            default -> rest;
        };
    }
}
