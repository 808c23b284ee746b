package freehold.client;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Where the server is, and what is shown to it. Its text does not hold the key. */
record Settings(String server, Optional<String> key) {
    private static final String SERVER_DEFAULT = "http://127.0.0.1:8080";

    Settings {
        if (key.isPresent() && !key.get().matches("[!-~]+")) {
            throw new IllegalArgumentException(
                    "the key has characters that no key has: is there a line break at its end?");
        }
    }

    /** What was given, else what the environment says. The key of the environment is for the server of the environment only. */
    static Settings of(Optional<String> server, Optional<String> key, Map<String, String> environment) {
        URI standing = address(Optional.ofNullable(environment.get("FREEHOLD_SERVER"))
                .filter(text -> !text.isEmpty())
                .orElse(SERVER_DEFAULT));
        URI address = server.map(Settings::address).orElse(standing);
        Optional<String> environmentKey = Optional.ofNullable(environment.get("FREEHOLD_KEY"))
                .filter(text -> !text.isEmpty() && origin(address).equals(origin(standing)));
        return new Settings(address.toString(), key.or(() -> environmentKey));
    }

    private static URI address(String text) {
        URI address;
        try {
            address = URI.create(text.replaceFirst("/+$", ""));
        } catch (IllegalArgumentException wrong) {
            throw notOne(text);
        }
        boolean isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
        if (!isHttp || address.getHost() == null || address.getPort() > 65_535) {
            throw notOne(text);
        }
        if (address.getRawUserInfo() != null || address.getRawQuery() != null || address.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "an address of a server has no user, query or fragment; give the key by itself");
        }
        return address;
    }

    private static IllegalArgumentException notOne(String text) {
        return new IllegalArgumentException("not the address of a server, such as " + SERVER_DEFAULT + ": "
                + text.substring(text.lastIndexOf('@') + 1));
    }

    private static String origin(URI address) {
        int port = address.getPort() >= 0 ? address.getPort() : "https".equals(address.getScheme()) ? 443 : 80;
        return address.getScheme() + "://" + address.getHost() + ":" + port;
    }

    @Override
    public String toString() {
        return server + ", " + (key.isPresent() ? "with" : "without") + " a key";
    }
}
