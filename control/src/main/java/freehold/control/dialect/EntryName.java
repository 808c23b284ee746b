package freehold.control.dialect;

import freehold.runtime.Pack;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the main file of a program is called here. Peers rename it as its language needs; our packs go by names. A name that the language
 * knows stays; else the file is named as the pack says. A Java file has the name of its class.
 */
public final class EntryName {
    private static final String JAVA = "java";

    private EntryName() {}

    /**
     * The name.
     *
     * @param given by the client, if it gave one; may be anything
     */
    public static String of(Pack pack, Optional<String> given, byte[] source) {
        Optional<String> known =
                given.filter(name -> pack.build().isEmpty() || pack.extensions().contains(extension(name)));
        if (!pack.name().equals(JAVA)) {
            return known.orElse(pack.source());
        }
        String folder =
                known.map(name -> name.substring(0, name.lastIndexOf('/') + 1)).orElse("");
        return JavaSource.mainClass(new String(source, StandardCharsets.UTF_8))
                .map(name -> folder + name + "." + JAVA)
                .or(() -> known)
                .orElse(pack.source());
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot > name.lastIndexOf('/') + 1 ? name.substring(dot + 1) : "";
    }
}
