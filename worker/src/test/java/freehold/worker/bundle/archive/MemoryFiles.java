package freehold.worker.bundle.archive;

import freehold.quantity.Digest;
import freehold.worker.bundle.tree.Listing;
import freehold.worker.bundle.tree.Node;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A store of texts in memory. */
final class MemoryFiles implements FileSink {
    final Map<Digest, String> texts = new HashMap<>();

    @Override
    public Node.File keep(InputStream content, Node.Access access) throws IOException {
        String text = new String(content.readAllBytes(), StandardCharsets.UTF_8);
        Digest digest = Listing.digest(text);
        texts.put(digest, text);
        return new Node.File(digest, text.length(), access);
    }

    String text(Node node) {
        return node instanceof Node.File file ? String.valueOf(texts.get(file.content())) : "no file: " + node;
    }
}
