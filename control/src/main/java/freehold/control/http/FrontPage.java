package freehold.control.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What a stranger finds at the root: where to begin. It is the same on every server, and says nothing that the contract does not. */
final class FrontPage {
    private static final byte[] JSON = """
            {
              "name": "Freehold",
              "summary": "Runs code that nobody has to trust.",
              "contract": "/v1/openapi.json",
              "executions": "/v1/executions",
              "runtimes": "/v1/runtimes",
              "me": "/v1/me",
              "tools": "/mcp",
              "health": "/healthz",
              "readiness": "/readyz",
              "metrics": "/metrics"
            }
            """.getBytes(StandardCharsets.UTF_8);

    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1c2024; --quiet: #60646c; --edge: #d9d9e0; --ground: #fcfcfd; --well: #f0f0f3; --link: #0b5cad }
            @media (prefers-color-scheme: dark) {
              :root { --ink: #edeef0; --quiet: #b0b4ba; --edge: #363a3f; --ground: #111113; --well: #1b1c1f; --link: #70b8ff }
            }
            body { margin: 0 auto; padding: 12vh 1.5rem 3rem; max-width: 44rem; background: var(--ground); color: var(--ink);
              font: 1rem/1.6 system-ui, sans-serif }
            h1 { margin: 0; font-size: 2.25rem; line-height: 1.2; letter-spacing: -.02em }
            p { margin: .5rem 0 2rem; color: var(--quiet) }
            h2 { margin: 2.5rem 0 .5rem; font-size: 1rem }
            pre { margin: 0; padding: 1rem; overflow-x: auto; border: 1px solid var(--edge); border-radius: .5rem; background: var(--well) }
            code, pre { font: .875rem/1.6 ui-monospace, monospace }
            table { width: 100%; border-collapse: collapse }
            td { padding: .5rem 1rem .5rem 0; border-top: 1px solid var(--edge); vertical-align: top }
            td + td { color: var(--quiet) }
            a { color: var(--link); text-underline-offset: .2em }
            """;

    private static final String HTML = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Freehold</title>
            <style>%s</style>
            </head>
            <body>
            <h1>Freehold</h1>
            <p>Runs code that nobody has to trust. This is its HTTP API.</p>
            <table>
            <tr><td><a href="/v1/openapi.json"><code>/v1/openapi.json</code></a></td><td>the contract: every call, as OpenAPI</td></tr>
            <tr><td><code>POST /v1/executions</code></td><td>run one program</td></tr>
            <tr><td><a href="/v1/runtimes"><code>/v1/runtimes</code></a></td><td>the languages that there are</td></tr>
            <tr><td><a href="/v1/me"><code>/v1/me</code></a></td><td>who a key is, and what it may</td></tr>
            <tr><td><code>POST /mcp</code></td><td>tools for agents, by the Model Context Protocol</td></tr>
            <tr><td><a href="/healthz"><code>/healthz</code></a>, <a href="/readyz"><code>/readyz</code></a></td><td>whether it lives, and takes executions</td></tr>
            <tr><td><a href="/metrics"><code>/metrics</code></a></td><td>figures for Prometheus</td></tr>
            </table>
            <h2>A first program</h2>
            <pre>curl -s $SERVER/v1/executions \\
              -H 'Authorization: Bearer fh_…' \\
              -H 'Content-Type: application/json' \\
              -d '{"runtime": "python", "source": "print(6 * 7)"}'</pre>
            </body>
            </html>
            """.formatted(STYLE);

    /** The page's own style and nothing else is let through, by its hash. */
    static final String POLICY = SafeHeaders.NOTHING.replace(
            "default-src 'none';", "default-src 'none'; style-src 'sha256-" + hash(STYLE) + "';");

    private FrontPage() {}

    static byte[] json() {
        return JSON.clone();
    }

    static String html() {
        return HTML;
    }

    private static String hash(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException every) {
            throw new IllegalStateException(every); // every platform has it
        }
    }
}
