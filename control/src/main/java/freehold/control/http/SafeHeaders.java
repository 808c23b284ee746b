package freehold.control.http;

import java.util.Map;

/**
 * On every answer: nothing that is sent from here may be sniffed, framed, run, or kept by a cache. What programs wrote is sent back
 * to browsers, so this matters.
 */
final class SafeHeaders {
    static final String POLICY = "Content-Security-Policy";

    /** Lets nothing of a page be loaded or run. */
    static final String NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox";

    static final Map<String, String> ALL = Map.of(
            "X-Content-Type-Options",
            "nosniff",
            POLICY,
            NOTHING,
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private SafeHeaders() {}
}
