package freehold.wire.api;

import freehold.policy.Condition;
import freehold.policy.Policy;
import freehold.policy.StepRules;
import freehold.quantity.Digest;
import freehold.refusal.FieldFault;
import freehold.refusal.Malformed;
import freehold.refusal.Refusal;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/** A policy as a document: YAML or JSON in, canonical JSON out. Two documents that say the same have one canonical form, and one digest. */
public final class PolicyDocument {
    /** Of a document, in bytes. */
    public static final int BYTES_MAX = 64 << 10;

    private static final int DEPTH_MAX = 16;
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
            .build();

    private PolicyDocument() {}

    /** What a document turned out to be. */
    public sealed interface Read {
        /**
         * A policy.
         *
         * @param canonical JSON in UTF-8
         * @param digest of those bytes
         */
        @SuppressWarnings("ArrayRecordComponent") // compared by its digest, and not changed by anybody
        record Understood(Policy policy, byte[] canonical, Digest digest) implements Read {}

        /**
         * None.
         *
         * @param refusal with the gravest mistakes
         * @param draft with all of them
         */
        record Declined(Refusal refusal, Draft draft) implements Read {}
    }

    /**
     * What can be said of a document that may have mistakes.
     *
     * @param faults all that were found in its form and its values
     * @param limits those that were read
     * @param buildLimits those that were read
     * @param conditions those that were read, each by its place
     */
    public record Draft(
            List<FieldFault> faults, StepRules limits, StepRules buildLimits, Map<String, Condition> conditions) {
        public Draft {
            faults = List.copyOf(faults);
            conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
        }

        /** Of a document whose parts were not read. */
        static Draft unread(List<FieldFault> faults) {
            return new Draft(faults, StepRules.NONE, StepRules.NONE, Map.of());
        }

        /** Of a document without a mistake in its form and its values. */
        public static Draft of(Policy policy) {
            Map<String, Condition> conditions = new LinkedHashMap<>();
            for (int i = 0; i < policy.conditions().size(); i++) {
                conditions.put("#/conditions/" + i, policy.conditions().get(i));
            }
            return new Draft(List.of(), policy.limits(), policy.buildLimits(), conditions);
        }
    }

    public static Read json(byte[] bytes) {
        try (JsonParser parser = StrictJson.parser(bytes)) {
            return read(parser);
        } catch (CharacterCodingException notUtf8) {
            return declined("#", "The document is not valid UTF-8.");
        } catch (JacksonException notJson) {
            Malformed malformed = RequestDecoder.malformed(notJson);
            return new Read.Declined(malformed, Draft.unread(malformed.faults()));
        }
    }

    public static Read yaml(byte[] bytes) {
        try {
            CharBuffer characters = StrictJson.characters(bytes);
            if (hasAlias(characters)) {
                return declined("#", "The document has an alias (*name); write the value out.");
            }
            try (JsonParser parser = YAML.createParser(ObjectReadContext.empty(), characters.toString())) {
                return read(parser);
            }
        } catch (CharacterCodingException notUtf8) {
            return declined("#", "The document is not valid UTF-8.");
        } catch (JacksonException notYaml) {
            return declined("#", sentence(notYaml));
        }
    }

    /** To a parser of events an alias looks like a text with its name. */
    private static boolean hasAlias(CharBuffer characters) {
        try (YAMLParser parser = (YAMLParser) YAML.createParser(ObjectReadContext.empty(), characters.toString())) {
            while (parser.nextToken() != null) {
                if (parser.isCurrentAlias()) {
                    return true;
                }
            }
            return false;
        }
    }

    private static Read read(JsonParser parser) {
        if (parser.nextToken() == null) {
            return declined("#", "The document is empty.");
        }
        Faults faults = new Faults();
        PolicyReader reader = new PolicyReader(new JsonCursor(parser, faults), faults);
        reader.read();
        if (parser.nextToken() != null) {
            return declined("#", "Something follows the document.");
        }
        if (faults.worst().isPresent()) {
            return new Read.Declined(faults.worst().get(), reader.draft());
        }
        Policy policy = reader.policy();
        byte[] canonical = PolicyWriter.canonical(policy);
        return new Read.Understood(policy, canonical, Digest.of(canonical));
    }

    private static String sentence(JacksonException fault) {
        String words = String.valueOf(fault.getOriginalMessage());
        String what = words.startsWith("Duplicate") ? "The same key twice" : "Not YAML";
        var place = fault.getLocation();
        return place == null || place.getLineNr() < 1
                ? what + "."
                : what + ", at line " + place.getLineNr() + ", column " + place.getColumnNr() + ".";
    }

    private static Read declined(String pointer, String detail) {
        List<FieldFault> faults = List.of(new FieldFault(pointer, detail));
        return new Read.Declined(new Malformed(faults), Draft.unread(faults));
    }
}
