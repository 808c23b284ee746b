package freehold.wire.api;

import freehold.tenant.Rate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads what a key shall be. */
public final class KeyDecoder {
    private static final int NAME_MAX = 100;

    private final Set<String> roles;
    private final Set<String> allRights;
    private final Faults faults = new Faults();
    private Optional<String> tenant = Optional.empty();
    private Optional<String> name = Optional.empty();
    private Optional<String> role = Optional.empty();
    private Optional<Set<String>> rights = Optional.empty();
    private Optional<Rate> rate = Optional.empty();
    private Optional<Instant> expiresAt = Optional.empty();

    private KeyDecoder(Set<String> roles, Set<String> rights) {
        this.roles = roles;
        this.allRights = rights;
    }

    /** What was asked for; role and rights are among those that were known. */
    public record Form(
            Optional<String> tenant,
            String name,
            String role,
            Optional<Set<String>> rights,
            Optional<Rate> rate,
            Optional<Instant> expiresAt) {}

    /** Of {@code POST /v1/keys}. */
    public static Parsed<Form> whole(byte[] body, Set<String> roles, Set<String> rights) {
        KeyDecoder decoder = new KeyDecoder(new TreeSet<>(roles), new TreeSet<>(rights));
        Parsed<Optional<Form>> parsed = ObjectBody.parse(body, decoder.faults, decoder::member, decoder::form);
        return switch (parsed) {
            case Parsed.Declined<Optional<Form>>(var refusal) -> new Parsed.Declined<>(refusal);
            case Parsed.Understood<Optional<Form>>(var form) ->
                form.<Parsed<Form>>map(Parsed.Understood::new)
                        .orElseGet(() -> new Parsed.Declined<>(RequestDecoder.malformed(
                                "#/role", "is required: one of " + String.join(", ", decoder.roles))));
        };
    }

    /** Of {@code POST /v1/keys/{id}/rotate}, whose body may be empty. */
    public static Parsed<Duration> grace(byte[] body, Duration otherwise, Duration most) {
        if (body.length == 0) {
            return new Parsed.Understood<>(otherwise);
        }
        Faults faults = new Faults();
        Duration[] read = {otherwise};
        return ObjectBody.parse(
                body,
                faults,
                (cursor, member) -> {
                    if (!member.equals("grace_seconds")) {
                        cursor.unknown("grace_seconds");
                        return;
                    }
                    cursor.whole().ifPresent(seconds -> {
                        if (seconds < 0 || seconds > most.toSeconds()) {
                            faults.invalid(cursor.pointer(), "must be from 0 to " + most.toSeconds());
                        } else {
                            read[0] = Duration.ofSeconds(seconds);
                        }
                    });
                },
                () -> read[0]);
    }

    private Optional<Form> form() {
        return role.map(given -> new Form(tenant, name.orElse(""), given, rights, rate, expiresAt));
    }

    private void member(JsonCursor cursor, String member) {
        switch (member) {
            case "tenant" -> tenant = cursor.text();
            case "name" -> {
                name = cursor.text();
                if (name.filter(text -> text.length() > NAME_MAX || text.chars().anyMatch(Character::isISOControl))
                        .isPresent()) {
                    faults.invalid(cursor.pointer(), "has at most 100 characters, and none of control");
                }
            }
            case "role" -> {
                role = cursor.text();
                if (role.filter(text -> !roles.contains(text)).isPresent()) {
                    faults.invalid(cursor.pointer(), "must be one of " + String.join(", ", roles));
                }
            }
            case "rights" -> {
                Set<String> read = new TreeSet<>(cursor.texts());
                if (read.isEmpty() || !allRights.containsAll(read)) {
                    faults.invalid("#/rights", "must be some of " + String.join(", ", allRights));
                }
                rights = Optional.of(read);
            }
            case "rate" -> rate = RateJson.read(cursor, faults);
            case "expires_at" -> expiresAt = cursor.text().flatMap(text -> time(text, cursor.pointer()));
            default -> cursor.unknown("tenant", "name", "role", "rights", "rate", "expires_at");
        }
    }

    private Optional<Instant> time(String text, String pointer) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException notOne) {
            faults.invalid(pointer, "must be a time as 2027-01-31T12:00:00Z");
            return Optional.empty();
        }
    }
}
