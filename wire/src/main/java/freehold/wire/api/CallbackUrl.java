package freehold.wire.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Which texts are addresses that a callback may have (RFC 3986, RFC 9110). Where it may lead is not said by its form. */
public final class CallbackUrl {
    private static final int CHARACTERS_MAX = 2_048;
    private static final int PORT_MAX = 65_535;

    private CallbackUrl() {}

    /** What is wrong with a text; empty if nothing is. */
    public static Optional<String> fault(String text) {
        if (text.length() > CHARACTERS_MAX || !text.chars().allMatch(each -> each > ' ' && each < 0x7f)) {
            return Optional.of("must be at most 2,048 printable ASCII characters without spaces");
        }
        try {
            URI url = new URI(text);
            boolean known = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (!known || url.getHost() == null || url.getPort() == 0 || url.getPort() > PORT_MAX) {
                return Optional.of("must be an http or https address with a host");
            }
            return url.getRawUserInfo() != null || url.getRawFragment() != null
                    ? Optional.of("must have no user and no fragment")
                    : Optional.empty();
        } catch (URISyntaxException notOne) {
            return Optional.of("is not an address");
        }
    }
}
