package freehold.cli.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Digests and ciphers by machine instructions. The JVM of a server has only the first of its two compilers (cli/sh/launch.sh), whose code for
 * loops over bytes is slow: 11 ms for SHA-256 of 1 MiB and 40 ms for AES-GCM. The Amazon Corretto Crypto Provider, a library of the same
 * interface over AWS-LC, takes 0.7 and 0.5 ms. It is there for amd64 and arm64; elsewhere, and until it is loaded, the JDK's own code does the same.
 */
public final class NativeCrypto {
    private static final Logger LOG = LoggerFactory.getLogger(NativeCrypto.class);
    private static final String LIBRARY = "com.amazon.corretto.crypto.provider.";

    private NativeCrypto() {}

    /** Begins to load it, which takes half a second of CPU for its tests of itself, and returns. */
    public static void loadSoon() {
        Thread.ofPlatform().name("native-crypto").daemon(true).start(NativeCrypto::load);
    }

    /** From now on it is the first choice of this process, if it is there and works. */
    static Optional<Provider> load() {
        try {
            Optional<Provider> provider = ServiceLoader.load(Provider.class).stream()
                    .filter(each -> each.type().getName().startsWith(LIBRARY))
                    .map(ServiceLoader.Provider::get)
                    .findFirst();
            if (provider.isPresent()) {
                tryOut(provider.get());
            }
            provider.ifPresentOrElse(
                    each -> Security.insertProviderAt(each, 1),
                    () -> LOG.info("No native digests and ciphers here; large inputs cost more CPU"));
            return provider;
        } catch (ServiceConfigurationError | LinkageError | RuntimeException | GeneralSecurityException failed) {
            LOG.warn(
                    "Native digests and ciphers cannot be loaded, as from a data folder on a file system that is mounted"
                            + " noexec; large inputs cost more CPU: {}",
                    failed.toString());
            return Optional.empty();
        }
    }

    /** Whether it computes at all, and what the JDK computes: what is stored from then on depends on it. */
    private static void tryOut(Provider provider) throws GeneralSecurityException {
        byte[] text = "a trial".getBytes(StandardCharsets.US_ASCII);
        SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
        GCMParameterSpec nonce = new GCMParameterSpec(128, new byte[12]);
        Cipher sealing = Cipher.getInstance("AES/GCM/NoPadding", provider);
        sealing.init(Cipher.ENCRYPT_MODE, key, nonce);
        Cipher opening = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
        opening.init(Cipher.DECRYPT_MODE, key, nonce);
        byte[] digest = MessageDigest.getInstance("SHA-256", provider).digest(text);
        if (!Arrays.equals(opening.doFinal(sealing.doFinal(text)), text)
                || !Arrays.equals(
                        digest, MessageDigest.getInstance("SHA-256", "SUN").digest(text))) {
            throw new GeneralSecurityException("it computes something else than the JDK does");
        }
    }
}
