package freehold.cli.serve;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.control.oidc.Trust;
import freehold.control.tenancy.Role;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Whose access tokens a server believes, if anybody's. */
final class OidcOptions {
    @Option(
            names = "--oidc-issuer",
            paramLabel = "URL",
            description = "Believe access tokens (RFC 9068) of this issuer; with --oidc-keys and --oidc-roles.")
    private Optional<String> issuer = Optional.empty();

    @Option(
            names = "--oidc-audience",
            paramLabel = "TEXT",
            defaultValue = "freehold",
            description = "What the issuer calls this server (default: ${DEFAULT-VALUE}).")
    private String audience = "";

    @Option(
            names = "--oidc-keys",
            paramLabel = "URL|FILE",
            description = "Where its keys are, a JWK set: by https, or http on loopback, or in a file.")
    private Optional<String> keys = Optional.empty();

    @Option(
            names = "--oidc-tenant-claim",
            paramLabel = "NAME",
            defaultValue = "tenant",
            description = "The claim that names the tenant; a dot leads into an object (default: ${DEFAULT-VALUE}).")
    private String tenantClaim = "";

    @Option(
            names = "--oidc-tenants",
            split = ",",
            paramLabel = "VALUE=TENANT",
            description = "What its values mean, by name or id (default: they are names or ids).")
    private List<String> tenants = List.of();

    @Option(
            names = "--oidc-role-claim",
            paramLabel = "NAME",
            defaultValue = "roles",
            description = "The claim that names the roles, as realm_access.roles (default: ${DEFAULT-VALUE}).")
    private String roleClaim = "";

    @Option(
            names = "--oidc-roles",
            split = ",",
            paramLabel = "VALUE=ROLE",
            description = "What its values mean: operator (of tenant local), tenant-admin, runner, auditor.")
    private List<String> roles = List.of();

    @Option(
            names = "--oidc-skew",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "By how much clocks may differ, at most 5m (default: ${DEFAULT-VALUE}).")
    private String skew = "";

    Optional<Trust> trust() {
        if (issuer.isEmpty()) {
            if (keys.isPresent() || !tenants.isEmpty() || !roles.isEmpty()) {
                throw new Declined(ExitStatus.USAGE, "--oidc-issuer: whose tokens? The other --oidc options need it");
            }
            return Optional.empty();
        }
        if (keys.isEmpty() || roles.isEmpty()) {
            throw new Declined(
                    ExitStatus.USAGE,
                    "--oidc-issuer needs --oidc-keys, and --oidc-roles, without which nobody may anything");
        }
        try {
            return Optional.of(new Trust(
                    issuer.get(),
                    audience,
                    place(keys.get()),
                    tenantClaim,
                    pairs(tenants),
                    roleClaim,
                    pairs(roles).entrySet().stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, each -> role(each.getValue()))),
                    KeepText.age(skew)));
        } catch (IllegalArgumentException wrong) {
            throw new Declined(ExitStatus.USAGE, "--oidc-…: " + wrong.getMessage());
        }
    }

    private static URI place(String text) {
        return text.matches("https?://.*")
                ? URI.create(text)
                : Path.of(text).toAbsolutePath().toUri();
    }

    private static Map<String, String> pairs(List<String> texts) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.lastIndexOf('=');
            if (equals < 1 || pairs.put(text.substring(0, equals), text.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("'" + text + "' is not VALUE=MEANING, each value once");
            }
        }
        return pairs;
    }

    private static Role role(String label) {
        return Role.of(label)
                .orElseThrow(() -> new IllegalArgumentException("there is no role " + label + "; there are "
                        + Arrays.stream(Role.values()).map(Role::label).collect(Collectors.joining(", "))));
    }
}
