package freehold.proof.escape;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Where things lie in this checkout, and how what is compiled gets there. */
record Checkout(Path home) {

    static Checkout here() {
        return new Checkout(Path.of(System.getProperty("freehold.home", ".."))
                .toAbsolutePath()
                .normalize());
    }

    /** The hostile programs. */
    Path suite() {
        return home.resolve("proof/escape");
    }

    Compiler compiler() {
        return new Compiler(suite(), home.resolve("proof/target/escape"));
    }

    /**
     * Brings the daemon up to date; skips the test for whoever is not root, since cells can only be made by root.
     *
     * @return where make leaves what it builds
     */
    Path make(String target) throws IOException, InterruptedException {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "cells can only be made by root");
        Process make = new ProcessBuilder(
                        "make", "-s", "-C", home.resolve("cell").toString(), target)
                .redirectErrorStream(true)
                .start();
        String text = new String(make.getInputStream().readAllBytes(), UTF_8);
        if (make.waitFor() != 0) {
            throw new IllegalStateException("make " + target + ": " + text);
        }
        return home.resolve("cell/build");
    }
}
