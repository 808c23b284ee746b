package freehold.worker.workspace;

import freehold.cell.Limit;
import freehold.cell.Limits;
import freehold.cell.Variation;
import freehold.execution.Content;
import freehold.execution.Plan;
import freehold.execution.SourceFile;
import freehold.execution.StepPlan;
import freehold.quantity.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The digest of everything that a build step depends on, tenant included: two plans with one key build the same. Each field is
 * written with its length, so that no two lists of fields have the same bytes.
 */
final class BuildKey {
    /** Changes whenever the fields below or the form of what is kept change, so that no older entry is found. */
    private static final String VERSION = "freehold build 2";

    private final MessageDigest sha256 = Digest.sha256();

    static Digest of(Plan plan, StepPlan build) {
        BuildKey key = new BuildKey();
        key.text(VERSION);
        key.text(plan.tenant().value());
        key.text(plan.tier().name());
        key.text(plan.runtime().digest().hex());
        key.text(build.cell().root());
        key.text(build.cell().filter().name());
        key.limits(build.cell().limits());
        key.texts(build.program().argv());
        key.number(build.program().env().size());
        new TreeMap<>(build.program().env()).forEach((name, value) -> key.texts(List.of(name, value)));
        key.texts(build.keeps());
        if (build.cell().variation() == Variation.FIXED) {
            key.text("fixed"); // what comes of it may depend on addresses
        }
        plan.files().stream().sorted(Comparator.comparing(SourceFile::path)).forEach(key::file);
        return Digest.finish(key.sha256);
    }

    private void limits(Limits limits) {
        for (Limit limit : Limit.values()) {
            number(limit.of(limits));
        }
    }

    private void file(SourceFile file) {
        text(file.path().value());
        text(file.executable() ? "executable" : "plain");
        switch (file.content()) {
            case Content.Inline(byte[] bytes) -> {
                text("inline"); // or a file that spells a digest would be the stored one
                number(bytes.length);
                sha256.update(bytes);
            }
            case Content.Stored stored -> {
                text("stored");
                text(stored.digest().toString());
            }
        }
    }

    private void texts(List<String> texts) {
        number(texts.size());
        texts.forEach(this::text);
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        sha256.update(bytes);
    }

    private void number(long number) {
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
    }
}
