package freehold.control.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import freehold.control.identity.Finding;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.Credential;
import freehold.control.tenancy.Right;
import freehold.control.tenancy.Role;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.leak.LeakWatch;
import freehold.tenant.Tenant;
import freehold.tenant.TenantId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExtendWith(LeakWatch.class)
final class OidcTokensTest {
    private static final String ISSUER = "https://id.example";
    private static final String AUDIENCE = "freehold";
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Tenant PHYSICS =
            new Tenant(new TenantId("ten_1"), "physics", Tenant.State.ACTIVE, Optional.empty(), NOW);
    private static final Tenant LOCAL = new Tenant(TenantId.LOCAL, "local", Tenant.State.ACTIVE, Optional.empty(), NOW);

    private static RSAKey rsa;
    private static ECKey ec;

    @TempDir
    private Path folder;

    @BeforeAll
    static void keys() throws Exception {
        rsa = new RSAKeyGenerator(2048).keyID("r").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("e").generate();
    }

    private static Trust trust(URI keys) {
        return new Trust(
                ISSUER,
                AUDIENCE,
                keys,
                "org.tenant",
                Map.of("phys", "physics", "ops", "local", "gone", "nobody"),
                "roles",
                Map.of("staff", Role.TENANT_ADMIN, "student", Role.RUNNER, "root", Role.OPERATOR),
                Duration.ofSeconds(30));
    }

    private static Optional<Tenant> tenant(String name) {
        return List.of(PHYSICS, LOCAL).stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
    }

    private URI published() throws Exception {
        Path file = folder.resolve("keys.json");
        Files.writeString(file, new JWKSet(List.of(rsa.toPublicJWK(), ec.toPublicJWK())).toString());
        return file.toUri();
    }

    private OidcTokens tokens() throws Exception {
        return new OidcTokens(trust(published()), OidcTokensTest::tenant, () -> NOW);
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(List.of("other", AUDIENCE))
                .subject("ann")
                .issueTime(Date.from(NOW.minusSeconds(60)))
                .expirationTime(Date.from(NOW.plusSeconds(60)))
                .claim("org", Map.of("tenant", "phys"))
                .claim("roles", List.of("student", "unknown"));
    }

    private static String signed(
            JWSAlgorithm algorithm, String type, String keyId, JWSSigner signer, JWTClaimsSet claims) throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(algorithm)
                        .type(new JOSEObjectType(type))
                        .keyID(keyId)
                        .build(),
                claims);
        token.sign(signer);
        return token.serialize();
    }

    private static String signed(JWTClaimsSet claims) throws Exception {
        return signed(JWSAlgorithm.RS256, "at+jwt", "r", new RSASSASigner(rsa), claims);
    }

    @Test
    void a_token_says_who_calls_for_which_tenant_and_what_they_may() throws Exception {
        Finding finding = tokens().verify(signed(claims().build()));

        assertThat(finding)
                .isEqualTo(new Finding.Known(
                        new Caller(PHYSICS.id(), Role.RUNNER.rights(), new Credential.AccessToken(ISSUER, "ann")),
                        Optional.of(PHYSICS),
                        Optional.empty()));
    }

    @Test
    void a_subject_is_of_words_for_a_terminal_and_no_longer_than_they_may_be() throws Exception {
        assertThat(subject("a\u009b2J\u202eb")).isEqualTo("a?2J?b");
        assertThat(subject("a".repeat(200))).isEqualTo("a".repeat(200));
        assertThat(subject("a".repeat(199) + "😀")).isEqualTo("a".repeat(199) + "…");
    }

    private String subject(String claimed) throws Exception {
        Finding.Known known =
                (Finding.Known) tokens().verify(signed(claims().subject(claimed).build()));
        return ((Credential.AccessToken) known.caller().credential()).subject();
    }

    @Test
    void elliptic_curves_and_a_single_role_are_understood_too() throws Exception {
        String token = signed(
                JWSAlgorithm.ES256,
                "application/at+jwt",
                "e",
                new ECDSASigner(ec),
                claims().claim("roles", "staff").build());

        assertThat(rights(tokens().verify(token))).isEqualTo(Role.TENANT_ADMIN.rights());
    }

    @Test
    void whoever_has_no_role_here_is_known_and_may_nothing() throws Exception {
        assertThat(rights(tokens().verify(signed(claims().claim("roles", null).build()))))
                .isEmpty();
    }

    @Test
    void an_operator_is_one_of_the_servers_own_tenant_only() throws Exception {
        JWTClaimsSet elsewhere = claims().claim("roles", List.of("root")).build();
        JWTClaimsSet here = claims().claim("roles", List.of("root"))
                .claim("org", Map.of("tenant", "ops"))
                .build();

        assertThat(rights(tokens().verify(signed(elsewhere)))).isEmpty();
        assertThat(rights(tokens().verify(signed(here)))).contains(Right.TENANTS);
    }

    private static Set<Right> rights(Finding finding) {
        return ((Finding.Known) finding).caller().rights();
    }

    @Test
    void a_token_for_others_or_of_others_is_refused() throws Exception {
        for (JWTClaimsSet wrong : List.of(
                claims().issuer("https://other.example").build(),
                claims().issuer(null).build(),
                claims().audience("other").build(),
                claims().audience((String) null).build(),
                claims().subject(null).build(),
                claims().claim("org", Map.of("tenant", "gone")).build(),
                claims().claim("org", Map.of("tenant", "physics")).build(),
                claims().claim("org", Map.of("tenant", List.of("phys"))).build(),
                claims().claim("org", "phys").build(),
                claims().claim("org", null).build())) {
            assertThat(tokens().verify(signed(wrong))).as(wrong.toString()).isEqualTo(new Finding.Unknown());
        }
    }

    @Test
    void a_token_counts_in_its_time_give_or_take_the_skew() throws Exception {
        assertThat(tokens().verify(signed(
                        claims().expirationTime(Date.from(NOW.minusSeconds(29))).build())))
                .isInstanceOf(Finding.Known.class);
        for (JWTClaimsSet wrong : List.of(
                claims().expirationTime(Date.from(NOW.minusSeconds(31))).build(),
                claims().expirationTime(null).build(),
                claims().notBeforeTime(Date.from(NOW.plusSeconds(31))).build())) {
            assertThat(tokens().verify(signed(wrong))).as(wrong.toString()).isEqualTo(new Finding.Unknown());
        }
    }

    @Test
    void a_token_that_the_issuer_did_not_sign_is_refused() throws Exception {
        RSAKey strange = new RSAKeyGenerator(2048).keyID("r").generate();
        JWTClaimsSet claims = claims().build();
        String good = signed(claims);
        int signature = good.lastIndexOf('.') + 1;
        byte[] publicKey = rsa.toPublicJWK().toRSAPublicKey().getEncoded();
        byte[] publicText = rsa.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);

        for (String wrong : List.of(
                signed(JWSAlgorithm.RS256, "at+jwt", "r", new RSASSASigner(strange), claims),
                signed(JWSAlgorithm.RS256, "at+jwt", "other", new RSASSASigner(rsa), claims),
                signed(JWSAlgorithm.HS256, "at+jwt", "r", new MACSigner(publicKey), claims),
                signed(JWSAlgorithm.HS256, "at+jwt", "r", new MACSigner(publicText), claims),
                signed(JWSAlgorithm.ES256, "at+jwt", "r", new ECDSASigner(ec), claims),
                new PlainJWT(claims).serialize(),
                good.substring(0, signature),
                good.substring(0, signature) + "AAAA",
                good + "A",
                "",
                "a.b.c",
                "not a token")) {
            assertThat(tokens().verify(wrong)).as(wrong).isEqualTo(new Finding.Unknown());
        }
    }

    /** Some publish what they should not. Whoever can read the key could sign with it. */
    @Test
    void a_symmetric_key_counts_for_nothing_though_the_issuer_publishes_it() throws Exception {
        OctetSequenceKey symmetric =
                new OctetSequenceKeyGenerator(256).keyID("s").generate();
        Path file = folder.resolve("keys.json");
        Files.writeString(file, new JWKSet(List.of(rsa.toPublicJWK(), symmetric)).toString(false));
        OidcTokens tokens = new OidcTokens(trust(file.toUri()), OidcTokensTest::tenant, () -> NOW);

        String wrong = signed(JWSAlgorithm.HS256, "at+jwt", "s", new MACSigner(symmetric), claims().build());

        assertThat(tokens.verify(signed(claims().build()))).isInstanceOf(Finding.Known.class);
        assertThat(tokens.verify(wrong)).isEqualTo(new Finding.Unknown());
    }

    @Test
    void an_identity_token_is_no_access_token() throws Exception {
        for (String type : List.of("JWT", "id+jwt", "at")) {
            String token = signed(JWSAlgorithm.RS256, type, "r", new RSASSASigner(rsa), claims().build());

            assertThat(tokens().verify(token)).as(type).isEqualTo(new Finding.Unknown());
        }
    }

    @Test
    void where_the_issuers_keys_cannot_be_had_nobody_is_let_in() throws Exception {
        AtomicInteger status = new AtomicInteger(500);
        HttpServer issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] keys = new JWKSet(rsa.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        AtomicInteger asked = new AtomicInteger();
        issuer.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().add("Connection", "close");
            exchange.sendResponseHeaders(status.get(), status.get() == 200 ? keys.length : -1);
            if (status.get() == 200) {
                exchange.getResponseBody().write(keys);
            }
            exchange.close();
        });
        issuer.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys");
            OidcTokens tokens = new OidcTokens(trust(address), OidcTokensTest::tenant, () -> NOW);
            String token = signed(claims().build());

            assertThat(tokens.verify(token)).isInstanceOf(Finding.Uncertain.class);
            status.set(200);
            assertThat(tokens.verify(token)).isInstanceOf(Finding.Known.class);
            int before = asked.get();
            for (int i = 0; i < 50; i++) {
                assertThat(tokens.verify(token)).isInstanceOf(Finding.Known.class);
                assertThat(tokens.verify(signed(
                                JWSAlgorithm.RS256, "at+jwt", "made-up-" + i, new RSASSASigner(rsa), claims().build())))
                        .isEqualTo(new Finding.Unknown());
            }
            assertThat(asked.get() - before).isLessThanOrEqualTo(2);
        } finally {
            issuer.stop(0);
        }
    }

    @Test
    void keys_do_not_come_in_the_clear_from_elsewhere() {
        assertThatThrownBy(() -> trust(URI.create("http://id.example/keys"))).hasMessageContaining("https");
    }

    @Test
    void over_http_a_token_opens_what_its_role_may_and_without_the_keys_the_answer_is_to_come_back() throws Exception {
        Path missing = folder.resolve("missing.json");
        String token = signed(claims().claim("org", Map.of("tenant", "ops")).build());
        OidcTokens good = new OidcTokens(trust(published()), OidcTokensTest::tenant, () -> NOW);
        OidcTokens blind = new OidcTokens(trust(missing.toUri()), OidcTokensTest::tenant, () -> NOW);

        assertThat(status(good, "/v1/executions", token)).isEqualTo(200);
        assertThat(status(good, "/v1/tenants", token)).isEqualTo(403);
        assertThat(status(good, "/v1/executions", token + "A")).isEqualTo(401);
        assertThat(status(blind, "/v1/executions", token)).isEqualTo(503);
    }

    private int status(OidcTokens tokens, String path, String token) throws Exception {
        try (World world = new World(Files.createTempDirectory(folder, "world"), Recipe.USUAL.tokens(tokens))) {
            return world.send(HttpRequest.newBuilder(world.at(path)).header("Authorization", "Bearer " + token))
                    .statusCode();
        }
    }
}
