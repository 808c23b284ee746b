package freehold.worker.bundle.archive;

import freehold.worker.bundle.tree.Node;
import freehold.worker.bundle.tree.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a tar archive holds into a tree. Devices, pipes, owners, times and the setuid, setgid and sticky bits are dropped; a
 * name that climbs and a hard link to nothing refuse the archive.
 */
public final class TarUnpacker {
    /** Unpacked bytes of one archive; the largest that the catalogue has (Swift) needs 2.4 GB. */
    public static final long CONTENT_MAX = 16L << 30;

    private final FileSink files;

    public TarUnpacker(FileSink files) {
        this.files = files;
    }

    /**
     * Unpacks a package: an entry where another stands is refused.
     *
     * @param stripped how many leading components of each name to leave out
     */
    public void unpackInto(Tree tree, InputStream tar, int stripped) throws IOException {
        for (var entry : read(tar, stripped, new Tree()).entrySet()) {
            tree.add(entry.getKey(), entry.getValue());
        }
    }

    /** Unpacks an image layer over those below it: entries replace others, and whiteouts delete. */
    public void applyLayer(Tree tree, InputStream tar) throws IOException {
        new Layer(read(tar, 0, tree)).applyTo(tree);
    }

    /** All members by path, in the archive's order; of equal paths the last wins, as in tar(1). */
    private Map<String, Node> read(InputStream tar, int stripped, Tree below) throws IOException {
        Map<String, Node> members = new LinkedHashMap<>();
        TarReader reader = new TarReader(tar, CONTENT_MAX);
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
            TarMember member = next.get();
            String path = MemberPath.of(member.name(), stripped);
            Node node = MemberPath.belongsToCell(path) ? null : node(member, reader, stripped, members, below);
            if (node != null && !path.isEmpty()) {
                members.put(path, node);
            }
            if (members.size() > Tree.ENTRIES_MAX) {
                throw new HostileArchive("more than " + Tree.ENTRIES_MAX + " members");
            }
        }
        // dpkg-deb complains of a reader that leaves before the end
        tar.transferTo(OutputStream.nullOutputStream());
        return members;
    }

    private @Nullable Node node(TarMember member, TarReader reader, int stripped, Map<String, Node> members, Tree below)
            throws IOException {
        return switch (member.kind()) {
            case FILE -> files.keep(reader.content(), access(member.mode()));
            case DIRECTORY -> new Node.Directory();
            case SYMBOLIC_LINK -> link(member);
            case HARD_LINK -> hardLink(member, MemberPath.of(member.target(), stripped), members, below);
            case DEVICE, FIFO -> null;
        };
    }

    private static Node link(TarMember member) throws HostileArchive {
        if (member.target().isEmpty()
                || member.target().length() > 4095
                || member.target().indexOf('\0') >= 0) {
            throw new HostileArchive("a link without a proper target: " + member.name());
        }
        return new Node.Link(member.target());
    }

    private static Node hardLink(TarMember member, String target, Map<String, Node> members, Tree below)
            throws IOException {
        Node there = members.get(target);
        if (there == null && !target.isEmpty()) {
            there = below.find(target).orElse(null);
        }
        return switch (there) {
            case Node.File file -> file;
            case Node.Link link -> link;
            case Node.Directory _ -> throw new HostileArchive("a hard link to a directory: " + member.name());
            case null -> throw new HostileArchive("a hard link to nothing: " + member.name());
        };
    }

    private static Node.Access access(int mode) {
        return (mode & 0111) != 0 ? Node.Access.EXECUTABLE : Node.Access.READABLE;
    }
}
