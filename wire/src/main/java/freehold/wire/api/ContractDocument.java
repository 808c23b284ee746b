package freehold.wire.api;

import java.io.IOException;
import java.io.InputStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The contract as an OpenAPI 3.1 document: {@code openapi.yaml}, written by hand. */
public final class ContractDocument {
    private ContractDocument() {}

    /** The document as JSON. */
    public static byte[] json() {
        try (InputStream yaml = ContractDocument.class.getResourceAsStream("openapi.yaml")) {
            if (yaml == null) {
                throw new IllegalStateException("missing from the class path: openapi.yaml");
            }
            return JsonMapper.shared().writeValueAsBytes(new YAMLMapper().readTree(yaml));
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
