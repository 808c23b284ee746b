package freehold.control.oidc;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds claims of a token that was verified. */
final class Claims {
    private static final int VALUES_MAX = 1_000;

    private final Map<String, Object> claims;

    Claims(Map<String, Object> claims) {
        this.claims = claims;
    }

    /** The one text of that name. */
    Optional<String> text(String name) {
        return at(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** The text, or the texts of the list, of that name. */
    List<String> texts(String name) {
        return switch (at(name)) {
            case String text -> List.of(text);
            case List<?> list ->
                list.stream()
                        .limit(VALUES_MAX)
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            case null, default -> List.of();
        };
    }

    /** A name as it is, for such may have dots; else the way that its dots lead. */
    private @Nullable Object at(String name) {
        if (claims.containsKey(name)) {
            return claims.get(name);
        }
        Object found = claims;
        for (String part : name.split("\\.", -1)) {
            if (!(found instanceof Map<?, ?> object)) {
                return null;
            }
            Object inner = object.get(part);
            if (inner == null) {
                return null;
            }
            found = inner;
        }
        return found;
    }
}
