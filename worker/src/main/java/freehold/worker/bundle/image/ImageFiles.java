package freehold.worker.bundle.image;

import freehold.worker.bundle.archive.HostileArchive;
import freehold.worker.bundle.archive.TarMember;
import freehold.worker.bundle.archive.TarReader;
import freehold.worker.bundle.archive.TarUnpacker;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files of an image, by their names in the layout or archive. An archive is first spread into a directory of ours, under numbers, so
 * that its names never become paths.
 */
final class ImageFiles {
    /** Index, manifest and configuration; the largest that were seen have some 100 KB. */
    private static final int DOCUMENT_MAX = 16 << 20;

    private static final int MEMBERS_MAX = 10_000;

    private final Map<String, Path> files;

    private ImageFiles(Map<String, Path> files) {
        this.files = files;
    }

    /** Opens a layout directory, or an archive of one. */
    static ImageFiles open(Path source, Path work) throws IOException {
        return Files.isDirectory(source) ? ofDirectory(source) : ofArchive(source, work);
    }

    private static ImageFiles ofDirectory(Path source) throws IOException {
        Map<String, Path> files = new HashMap<>();
        try (var walk = Files.walk(source, 3)) {
            for (Path each : walk.toList()) {
                if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
                    files.put(source.relativize(each).toString(), each);
                }
            }
        }
        return new ImageFiles(files);
    }

    private static ImageFiles ofArchive(Path source, Path work) throws IOException {
        Map<String, Path> files = new HashMap<>();
        Map<String, String> links = new HashMap<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(source), 1 << 16)) {
            TarReader reader = new TarReader(in, TarUnpacker.CONTENT_MAX);
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                TarMember member = next.get();
                String name = plain(member.name());
                if (files.size() + links.size() >= MEMBERS_MAX) {
                    throw new HostileArchive("an image of more than " + MEMBERS_MAX + " members");
                }
                switch (member.kind()) {
                    case FILE -> {
                        Path file = work.resolve("member-" + files.size());
                        Files.copy(reader.content(), file);
                        files.put(name, file);
                    }
                    // docker save names a layer that two images share once, and links to it
                    case SYMBOLIC_LINK, HARD_LINK -> links.put(name, target(name, member));
                    case DIRECTORY, DEVICE, FIFO -> {}
                }
            }
        }
        links.forEach((name, target) -> {
            Path file = files.get(target);
            if (file != null) {
                files.putIfAbsent(name, file);
            }
        });
        return new ImageFiles(files);
    }

    private static String target(String name, TarMember member) {
        if (member.kind() == TarMember.Kind.HARD_LINK) {
            return plain(member.target());
        }
        Path directory = Path.of("/" + name).getParent();
        return directory == null
                ? ""
                : directory.resolve(member.target()).normalize().toString().substring(1);
    }

    private static String plain(String name) {
        return name.startsWith("./") ? name.substring(2) : name;
    }

    boolean has(String name) {
        return files.containsKey(name);
    }

    Optional<Path> find(String name) {
        return Optional.ofNullable(files.get(name));
    }

    Path require(String name) throws HostileArchive {
        return find(name).orElseThrow(() -> new HostileArchive("the image lacks " + name));
    }

    byte[] document(String name) throws IOException {
        Path file = require(name);
        if (Files.size(file) > DOCUMENT_MAX) {
            throw new HostileArchive(name + " has more than " + DOCUMENT_MAX + " bytes");
        }
        return Files.readAllBytes(file);
    }
}
