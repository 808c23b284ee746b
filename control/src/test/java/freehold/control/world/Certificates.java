package freehold.control.world;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/** Certificates that nobody but their maker signed. */
public final class Certificates {
    /** Of the keys that are made. */
    private static final String PASSWORD = "secret";

    private Certificates() {}

    /**
     * Keys and their certificate, under {@code server}, by the JDK's own tool.
     *
     * @param subjects as {@code ip:127.0.0.1,dns:localhost}
     */
    public static KeyStore made(Path store, String algorithm, String name, String subjects)
            throws IOException, GeneralSecurityException, InterruptedException {
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=" + subjects,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        int status = tool.waitFor();
        if (status != 0) {
            throw new IOException("keytool ended with " + status);
        }
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }
}
