package freehold.control.oidc;

import freehold.control.tenancy.Role;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Whose tokens are believed, and what they mean here.
 *
 * @param audience this server, as the issuer calls it
 * @param keys where the issuer's keys (a JWK set, RFC 7517) are: https, or http on loopback, or a file
 * @param tenantClaim names the claim that tells the tenant; a dot leads into an object
 * @param tenants what its values mean: ids or names of tenants; where this is empty, a value means what it says
 * @param roleClaim names the claim that tells the roles: a text or a list of them
 * @param roles what its values mean; others mean nothing
 * @param skew by how much clocks may differ
 */
public record Trust(
        String issuer,
        String audience,
        URI keys,
        String tenantClaim,
        Map<String, String> tenants,
        String roleClaim,
        Map<String, Role> roles,
        Duration skew) {
    public static final Duration SKEW_MAX = Duration.ofMinutes(5);
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public Trust {
        tenants = Map.copyOf(tenants);
        roles = Map.copyOf(roles);
        if (issuer.isBlank() || audience.isBlank() || tenantClaim.isBlank() || roleClaim.isBlank()) {
            throw new IllegalArgumentException("issuer, audience and claims must be named");
        }
        if (skew.isNegative() || skew.compareTo(SKEW_MAX) > 0) {
            throw new IllegalArgumentException("clocks may differ by 0 to " + SKEW_MAX.toSeconds() + " s, not " + skew);
        }
        boolean safe = "file".equals(keys.getScheme())
                || "https".equals(keys.getScheme())
                || ("http".equals(keys.getScheme()) && LOOPBACK.contains(String.valueOf(keys.getHost())));
        if (!safe) {
            throw new IllegalArgumentException("the issuer's keys must come from a file or by https, not from " + keys);
        }
    }
}
