package freehold.control.dialect.gojudge;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** A file as a command says it: by what is in it, or by the id of one that is stored. */
record CmdFile(JsonNode json) {
    /** As the peer has it, which finds that out when it runs. */
    static final int NO_SUCH_FILE = 500;

    boolean isStored() {
        return json.path("fileId").isString();
    }

    boolean isInline() {
        return json.path("content").isString();
    }

    StoredFile stored(JobFiles files) throws Fault {
        String id = json.path("fileId").stringValue();
        return files.find(id).orElseThrow(() -> new Fault(NO_SUCH_FILE, "file not exists with id " + id));
    }

    byte[] bytes() {
        return json.path("content").stringValue().getBytes(StandardCharsets.UTF_8);
    }

    /** How many {@link #bytes} are, without making them. */
    long inlineBytes() {
        return json.path("content")
                .asString("")
                .codePoints()
                .mapToLong(each -> each < 0x80 ? 1 : each < 0x800 ? 2 : each < 0x10000 ? 3 : 4)
                .sum();
    }

    Fault notRead(String what) {
        return new Fault(
                json.path("src").isString()
                        ? what + ": a file of this host is not given to programs; send it, or name it by fileId"
                        : what + ": file is not valid for cmd");
    }
}
