package freehold.control.http;

import freehold.wire.api.ContractDocument;

/** The OpenAPI document, made from openapi.yaml when it is first asked for: a server starts without reading it. */
final class Contract {
    private Contract() {}

    private static final class Loaded {
        private static final byte[] JSON = ContractDocument.json();
    }

    static byte[] json() {
        return Loaded.JSON;
    }
}
