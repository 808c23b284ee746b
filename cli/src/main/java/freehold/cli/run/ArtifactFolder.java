package freehold.cli.run;

import freehold.execution.Glob;
import freehold.execution.WorkPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where {@code run --out} and {@code execution save} put artifacts. Their names come from hostile code, so each component is opened
 * below the one before, by descriptor and without following a symbolic link; what is there already is never written over.
 */
public final class ArtifactFolder {
    private final Path root;
    private final Set<Glob> unmatched;

    /**
     * Names it; it is made with the first file.
     *
     * @param wanted what is collected
     */
    public ArtifactFolder(Path root, List<Glob> wanted) {
        this.root = root;
        this.unmatched = new LinkedHashSet<>(wanted);
    }

    /** What no file that came so far is wanted by. */
    List<Glob> unmatched() {
        return List.copyOf(unmatched);
    }

    /**
     * Writes one artifact, the whole of it or none.
     *
     * @throws FileAlreadyExistsException if something of that name is there, even a dangling link
     * @throws IOException if a component is not a directory (a link is none), or writing failed
     */
    public void write(WorkPath path, InputStream bytes) throws IOException {
        unmatched.removeIf(glob -> glob.matches(path));
        Files.createDirectories(root);
        List<String> components = List.of(path.value().split("/"));
        Path parent = root;
        for (String component : components.subList(0, components.size() - 1)) {
            parent = parent.resolve(component);
            createDirectory(parent);
        }
        write(root, components, bytes);
    }

    /** Why writing failed, and what to do. */
    public static String reason(IOException failure) {
        return switch (failure) {
            case FileAlreadyExistsException _ ->
                "something of that name is there, which is never written over; remove it, or name another folder";
            case AccessDeniedException _ -> "permission denied";
            case NoSuchFileException _ -> "there is no such folder, and it cannot be made";
            case FileSystemException other ->
                Optional.ofNullable(other.getReason()).orElse("writing failed");
            case IOException other -> Optional.ofNullable(other.getMessage()).orElse("writing failed");
        };
    }

    private static void createDirectory(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException occupied) {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw occupied;
            }
        }
    }

    private static void write(Path root, List<String> components, InputStream bytes) throws IOException {
        try (DirectoryStream<Path> opened = Files.newDirectoryStream(root)) {
            if (!(opened instanceof SecureDirectoryStream<Path> directory)) {
                throw new IOException("the file system of " + root + " cannot open files below a directory");
            }
            write(directory, components, bytes);
        }
    }

    private static void write(SecureDirectoryStream<Path> directory, List<String> components, InputStream bytes)
            throws IOException {
        Path name = Path.of(components.getFirst());
        if (components.size() > 1) {
            try (SecureDirectoryStream<Path> next = directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                write(next, components.subList(1, components.size()), bytes);
            }
            return;
        }
        try (SeekableByteChannel file = directory.newByteChannel(
                name, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS))) {
            try {
                bytes.transferTo(Channels.newOutputStream(file));
            } catch (IOException broken) {
                directory.deleteFile(name); // else it would stand in the way of the next attempt
                throw broken;
            }
        }
    }
}
