package freehold.control.tenancy;

import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of a server. One line a key: {@code sha256:DIGEST TENANT [RIGHT,…]}, the usual rights where none is named; {@code #} begins a
 * comment. Anything else in the file is an error, for a line that is skipped is a key that somebody believes in.
 */
public record KeyFile(List<Key> keys) {
    /** A key as it is stored. */
    public record Key(Digest digest, Caller caller) {
        /** The line of the file that says this. */
        public String line() {
            String rights = String.join(
                    ",", caller.rights().stream().map(Right::label).sorted().toList());
            return digest + " " + caller.tenant() + " " + rights;
        }
    }

    public KeyFile {
        keys = List.copyOf(keys);
    }

    /**
     * Reads the text of a key file.
     *
     * @throws IllegalArgumentException with the number of the line that is wrong
     */
    public static KeyFile parse(String text) {
        List<Key> keys = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String content = line.replaceFirst("#.*", "").strip();
            if (!content.isEmpty()) {
                try {
                    keys.add(key(content));
                } catch (IllegalArgumentException wrong) {
                    throw new IllegalArgumentException("line " + number + ": " + wrong.getMessage(), wrong);
                }
            }
        }
        return new KeyFile(keys);
    }

    private static Key key(String content) {
        String[] words = content.split("\\s+");
        if (words.length < 2 || words.length > 3) {
            throw new IllegalArgumentException("must be a digest, a tenant and perhaps rights");
        }
        Set<Right> rights = words.length == 2 ? Right.usual() : rights(words[2]);
        return new Key(Digest.parse(words[0]), new Caller(new TenantId(words[1]), rights));
    }

    private static Set<Right> rights(String words) {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        for (String word : words.split(",", -1)) {
            rights.add(Right.of(word).orElseThrow(() -> new IllegalArgumentException("no such right: " + word)));
        }
        return rights;
    }

    /** Whose secret this is. Takes as long for a wrong one as for a right one: every key is compared, each in constant time. */
    public Optional<Caller> verify(KeySecret secret) {
        byte[] digest = secret.digest().hex().getBytes(StandardCharsets.US_ASCII);
        Optional<Caller> found = Optional.empty();
        for (Key key : keys) {
            if (MessageDigest.isEqual(digest, key.digest().hex().getBytes(StandardCharsets.US_ASCII))) {
                found = Optional.of(key.caller().by(new Credential.FileKey(key.digest())));
            }
        }
        return found;
    }
}
