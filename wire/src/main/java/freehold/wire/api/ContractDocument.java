package freehold.wire.api;

import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The contract as an OpenAPI 3.1 document: {@code openapi.yaml}, written by hand. */
public final class ContractDocument {
    /** A name that came twice would leave out what stood there first, and nobody would see it. */
    private static final YAMLMapper MAPPER = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private ContractDocument() {}

    /** The document as JSON. */
    public static byte[] json() {
        try (InputStream yaml = ContractDocument.class.getResourceAsStream("openapi.yaml")) {
            if (yaml == null) {
                throw new IllegalStateException("missing from the class path: openapi.yaml");
            }
            return JsonMapper.shared().writeValueAsBytes(MAPPER.readTree(yaml));
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
