package freehold.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import freehold.client.FreeholdException.UnexpectedAnswer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Records and the contract's JSON. Unknown fields are passed over: a newer server may say more. Unknown words are not. */
final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_ABSENT))
            .build();

    private Json() {}

    static <T> T read(Class<T> kind, byte[] body) {
        try {
            T value = MAPPER.readValue(body, kind);
            if (value == null) {
                throw new UnexpectedAnswer("the answer is null: is this a Freehold server?", null);
            }
            return value;
        } catch (JacksonException wrong) {
            throw new UnexpectedAnswer("the answer is not as the contract says: " + wrong.getOriginalMessage(), wrong);
        }
    }

    static byte[] write(Object document) {
        return MAPPER.writeValueAsBytes(document);
    }
}
