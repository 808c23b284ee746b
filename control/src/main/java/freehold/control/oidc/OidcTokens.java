package freehold.control.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import freehold.control.identity.AccessTokens;
import freehold.control.identity.Finding;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.Credential;
import freehold.control.tenancy.Right;
import freehold.control.tenancy.Role;
import freehold.tenant.Tenant;
import freehold.tenant.TenantId;
import freehold.text.Printable;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verifies access tokens by the keys that their issuer publishes, which are kept for five minutes. */
public final class OidcTokens implements AccessTokens {
    private static final Logger LOG = LoggerFactory.getLogger(OidcTokens.class);
    private static final int FETCH_MILLIS_MAX = 3_000;
    private static final int KEYS_BYTES_MAX = 256 << 10;
    private static final Duration KEYS_AGE_MAX = Duration.ofMinutes(5);
    private static final Duration FETCH_WAIT_MAX = Duration.ofSeconds(5);

    /** A token with a made-up key id makes us look again; not more often than this. */
    private static final Duration FETCH_PAUSE_LEAST = Duration.ofSeconds(10);

    private static final int SUBJECT_MAX = 200;
    private static final Finding UNCERTAIN = new Finding.Uncertain("The keys of the token's issuer cannot be had");

    /** None that is symmetric: whoever knows the issuer's public key could sign by those. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final Trust trust;
    private final Function<String, Optional<Tenant>> tenants;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private volatile boolean blind; // since the keys could not be had, until they are again

    /**
     * Reads nothing yet.
     *
     * @param tenants finds a tenant by id or name
     */
    public OidcTokens(Trust trust, Function<String, Optional<Tenant>> tenants, InstantSource clock) {
        this.trust = trust;
        this.tenants = tenants;
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys(trust)));
        processor.setJWTClaimsSetVerifier(new Verifier(trust, clock));
    }

    private static JWKSource<SecurityContext> keys(Trust trust) {
        try {
            return JWKSourceBuilder.create(
                            trust.keys().toURL(),
                            new DefaultResourceRetriever(FETCH_MILLIS_MAX, FETCH_MILLIS_MAX, KEYS_BYTES_MAX, true))
                    .cache(KEYS_AGE_MAX.toMillis(), FETCH_WAIT_MAX.toMillis())
                    .refreshAheadCache(false)
                    .rateLimited(FETCH_PAUSE_LEAST.toMillis())
                    .retrying(false)
                    .outageTolerant(false)
                    .build();
        } catch (MalformedURLException wrong) {
            throw new IllegalArgumentException("not an address: " + trust.keys(), wrong);
        }
    }

    /** Issuer, audience and time, by the server's own clock. */
    private static final class Verifier extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final InstantSource clock;

        Verifier(Trust trust, InstantSource clock) {
            super(
                    trust.audience(),
                    new JWTClaimsSet.Builder().issuer(trust.issuer()).build(),
                    Set.of("sub", "iat", "exp"));
            this.clock = clock;
            setMaxClockSkew((int) trust.skew().toSeconds());
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }

    @Override
    public Finding verify(String token) {
        try {
            JWTClaimsSet claims = processor.process(token, null);
            blind = false;
            return found(claims);
        } catch (ParseException | BadJOSEException refused) {
            LOG.debug("A token was refused: {}", refused.getMessage());
            return new Finding.Unknown();
        } catch (RateLimitReachedException unknownKey) {
            LOG.debug("A token names a key that was looked for a moment ago", unknownKey);
            return blind ? UNCERTAIN : new Finding.Unknown();
        } catch (KeySourceException unavailable) {
            if (!blind) {
                LOG.warn(
                        "The keys at {} cannot be had; no token is believed: {}",
                        trust.keys(),
                        unavailable.getMessage());
            }
            blind = true;
            return UNCERTAIN;
        } catch (JOSEException unusable) {
            LOG.debug("A token cannot be verified", unusable);
            return new Finding.Unknown();
        }
    }

    private Finding found(JWTClaimsSet verified) {
        Claims claims = new Claims(verified.getClaims());
        Optional<Tenant> tenant =
                claims.text(trust.tenantClaim()).flatMap(this::meaning).flatMap(tenants);
        if (tenant.isEmpty()) {
            LOG.debug("A token names no tenant of this server");
            return new Finding.Unknown();
        }
        TenantId id = tenant.get().id();
        Credential credential = new Credential.AccessToken(trust.issuer(), subject(verified));
        return new Finding.Known(
                new Caller(id, rights(claims.texts(trust.roleClaim()), id), credential), tenant, Optional.empty());
    }

    private Optional<String> meaning(String value) {
        return trust.tenants().isEmpty()
                ? Optional.of(value)
                : Optional.ofNullable(trust.tenants().get(value));
    }

    private Set<Right> rights(List<String> values, TenantId tenant) {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        for (String value : values) {
            Role role = trust.roles().get(value);
            if (role != null && (role != Role.OPERATOR || tenant.equals(TenantId.LOCAL))) {
                rights.addAll(role.rights());
            }
        }
        return rights;
    }

    private static String subject(JWTClaimsSet claims) {
        return Printable.of(claims.getSubject(), SUBJECT_MAX);
    }
}
