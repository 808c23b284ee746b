package freehold.wire.listing;

import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes records as indented JSON with names in snake_case. */
public final class Listing {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private Listing() {}

    public static String of(List<? extends Record> records) {
        return MAPPER.writeValueAsString(records);
    }

    public static String of(Record record) {
        return MAPPER.writeValueAsString(record);
    }
}
