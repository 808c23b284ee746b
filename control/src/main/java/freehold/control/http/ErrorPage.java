package freehold.control.http;

import freehold.wire.api.ErrorPageWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a problem's type leads to: the same words for people, for programs, and in docs/errors.md. */
final class ErrorPage {
    private ErrorPage() {}

    /** Whether a browser asks. */
    static boolean isForPeople(@Nullable String accept) {
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("text/html");
    }

    static byte[] json(ErrorKind kind) {
        return ErrorPageWriter.bytes(kind.slug(), kind.status(), kind.title(), kind.when(), kind.remedy());
    }

    static String html(ErrorKind kind) {
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <title>%1$s</title>
                <h1>%1$s</h1>
                <p>Status %2$d, type <code>/errors/%3$s</code></p>
                <p>%4$s</p>
                <p>%5$s</p>
                </html>
                """.formatted(
                escaped(kind.title()), kind.status(), kind.slug(), escaped(kind.when()), escaped(kind.remedy()));
    }

    /**
     * The page docs/errors.md.
     *
     * @param examples what is shown below a kind
     */
    static String markdown(Function<ErrorKind, String> examples) {
        String rows = Arrays.stream(ErrorKind.values())
                .map(kind -> "## `%s`\n\n**%d · %s.** %s\n\n%s\n%s"
                        .formatted(
                                kind.slug(),
                                kind.status(),
                                kind.title(),
                                kind.when(),
                                kind.remedy(),
                                examples.apply(kind)))
                .collect(Collectors.joining("\n"));
        return """
                # Errors

                Every error of the HTTP API is a problem document (RFC 9457, `application/problem+json`). Its `type` is `/errors/` and one
                of the names below, which never change; a server answers at that address with what is said of its kind. `detail` names the rule or the
                limit, its value and what was asked for, and what to do next; `errors` points at fields. This page is generated: the kinds
                are those of `control.http.ErrorKind`, and the examples are what a server answered when `RefusalsTest` asked it. How an
                execution ended, and why, is no error: docs/verdicts.md.

                """ + rows;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
