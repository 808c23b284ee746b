package freehold.worker.bundle.tree;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * The canonical text of a tree, whose SHA-256 is the tree's digest. One line an entry, sorted by path, fields divided by tabs:
 *
 * <pre>
 * freehold-tree 1
 * d    usr/bin
 * f    644|755    SIZE    SHA256    usr/bin/lua5.4
 * l    usr/bin/lua    lua5.4
 * </pre>
 *
 * A backslash, tab, newline or carriage return in a name is written as in C.
 */
public final class Listing {
    /** Where the size begins in a file's line: the mode before it always has three digits. */
    private static final int SIZE_AT = "f\t644\t".length();

    private static final String HEAD = "freehold-tree 1\n";

    private Listing() {}

    public static String of(Tree tree) {
        StringBuilder text = new StringBuilder(HEAD);
        tree.nodes().forEach((path, node) -> {
            switch (node) {
                case Node.Directory _ -> text.append("d\t").append(escaped(path));
                case Node.File(Digest content, long size, Node.Access access) ->
                    text.append("f\t")
                            .append(mode(access))
                            .append('\t')
                            .append(size)
                            .append('\t')
                            .append(content.hex())
                            .append('\t')
                            .append(escaped(path));
                case Node.Link(String target) ->
                    text.append("l\t").append(escaped(path)).append('\t').append(escaped(target));
            }
            text.append('\n');
        });
        return text.toString();
    }

    public static Digest digest(Tree tree) {
        return digest(of(tree));
    }

    /** SHA-256 of a text in UTF-8. */
    public static Digest digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new Digest(HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Reads a listing back.
     *
     * @throws TreeFault if it is not one
     */
    public static Tree read(String text) throws TreeFault {
        if (!text.startsWith(HEAD) || !text.endsWith("\n")) {
            throw new TreeFault("not a listing of a tree");
        }
        Tree tree = new Tree();
        for (String line : text.substring(HEAD.length()).split("\n")) {
            if (!line.isEmpty()) {
                readLine(tree, line);
            }
        }
        return tree;
    }

    /** The size of all files of a listing, given line by line, without building its tree. */
    public static Bytes size(Stream<String> lines) {
        return new Bytes(lines.filter(line -> line.startsWith("f\t"))
                .mapToLong(line -> Long.parseLong(line, SIZE_AT, line.indexOf('\t', SIZE_AT), 10))
                .sum());
    }

    private static void readLine(Tree tree, String line) throws TreeFault {
        String[] fields = line.split("\t", -1);
        try {
            switch (fields[0] + fields.length) {
                case "d2" -> tree.add(plain(fields[1]), new Node.Directory());
                case "l3" -> tree.add(plain(fields[1]), new Node.Link(plain(fields[2])));
                case "f5" ->
                    tree.add(
                            plain(fields[4]),
                            new Node.File(new Digest(fields[3]), Long.parseLong(fields[2]), access(fields[1])));
                default -> throw new TreeFault("not a line of a listing: " + line);
            }
        } catch (IllegalArgumentException e) {
            throw new TreeFault("not a line of a listing: " + line + ": " + e.getMessage());
        }
    }

    private static String mode(Node.Access access) {
        return switch (access) {
            case READABLE -> "644";
            case EXECUTABLE -> "755";
        };
    }

    private static Node.Access access(String mode) throws TreeFault {
        return switch (mode) {
            case "644" -> Node.Access.READABLE;
            case "755" -> Node.Access.EXECUTABLE;
            default -> throw new TreeFault("not a mode of a listing: " + mode);
        };
    }

    private static String escaped(String name) {
        return name.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static String plain(String escaped) throws TreeFault {
        StringBuilder plain = new StringBuilder();
        boolean afterBackslash = false;
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (!afterBackslash && c == '\\') {
                afterBackslash = true;
                continue;
            }
            plain.append(afterBackslash ? meant(c) : c);
            afterBackslash = false;
        }
        if (afterBackslash) {
            throw new TreeFault("a name of a listing ends with a backslash: " + escaped);
        }
        return plain.toString();
    }

    private static char meant(char letter) throws TreeFault {
        return switch (letter) {
            case '\\' -> '\\';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            default -> throw new TreeFault("not an escape of a listing: \\" + letter);
        };
    }
}
