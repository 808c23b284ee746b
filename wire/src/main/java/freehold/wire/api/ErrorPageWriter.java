package freehold.wire.api;

/** Writes the description of one kind of problem, for programs. */
public final class ErrorPageWriter {
    private ErrorPageWriter() {}

    public static byte[] bytes(String slug, int status, String title, String when, String remedy) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", "/errors/" + slug);
            json.writeNumberProperty("status", status);
            json.writeStringProperty("title", title);
            json.writeStringProperty("when", when);
            json.writeStringProperty("remedy", remedy);
            json.writeEndObject();
        });
    }
}
