package freehold.control.sql;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a PostgreSQL database is, and as whom to come.
 *
 * @param jdbc without user and password
 */
public record PostgresAddress(String jdbc, Optional<String> user, Optional<String> password) {
    private static final int PORT = 5432;

    /**
     * Reads {@code postgresql://USER@HOST:PORT/NAME?sslmode=verify-full}.
     *
     * @param password apart, for an address is seen by whoever lists processes
     * @throws IllegalArgumentException with what is wrong
     */
    public static PostgresAddress parse(String text, Optional<String> password) {
        URI uri = URI.create(text);
        String scheme = String.valueOf(uri.getScheme());
        if (!scheme.equals("postgresql") && !scheme.equals("postgres")) {
            throw new IllegalArgumentException(
                    "an address begins with postgresql://, as in postgresql://freehold@127.0.0.1:5432/freehold");
        }
        if (uri.getHost() == null || uri.getPath() == null || uri.getPath().length() < 2) {
            throw new IllegalArgumentException("is postgresql://USER@HOST:PORT/NAME");
        }
        String user = uri.getRawUserInfo();
        if (user != null && user.contains(":")) {
            throw new IllegalArgumentException(
                    "must not hold the password, which others would see: use --database-password-file");
        }
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        if (query.contains("password=")) {
            throw new IllegalArgumentException(
                    "must not hold the password, which others would see: use --database-password-file");
        }
        int port = uri.getPort() < 0 ? PORT : uri.getPort();
        return new PostgresAddress(
                "jdbc:postgresql://" + uri.getHost() + ":" + port + uri.getRawPath() + query,
                Optional.ofNullable(user).map(each -> URLDecoder.decode(each, StandardCharsets.UTF_8)),
                password);
    }

    @Override
    public String toString() {
        return jdbc.substring("jdbc:".length()).replaceFirst("\\?.*", "");
    }
}
