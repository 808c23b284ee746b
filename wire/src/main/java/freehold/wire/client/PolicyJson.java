package freehold.wire.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Reads what the server says of policies, as far as it is shown. */
public final class PolicyJson {
    private static final JsonMapper JSON = new JsonMapper();
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .disable(YAMLWriteFeature.SPLIT_LINES)
            .build();

    private PolicyJson() {}

    /**
     * A policy in a list.
     *
     * @param tenants as people call them; by their ids where they have no names
     */
    public record Item(String name, String digest, String description, List<String> tenants, boolean isDefault) {
        public Item {
            tenants = List.copyOf(tenants);
        }
    }

    /**
     * What a request would get.
     *
     * @param refusal a sentence with the rule; empty if it is granted
     */
    public record Judged(Optional<String> refusal, String runtime, String tier, List<Limit> limits) {
        public Judged {
            limits = List.copyOf(limits);
        }
    }

    /**
     * One limit.
     *
     * @param name with its step in front where that is the build
     */
    public record Limit(String name, long value, String from, long ceiling, String ceilingFrom) {}

    /** What a policy would have changed. */
    public record Trial(int tried, int unreadable, List<Change> changes) {
        public Trial {
            changes = List.copyOf(changes);
        }
    }

    /** What it would have changed for one execution. */
    public record Change(String execution, Judged before, Judged after) {}

    /** A list, or one policy as a list of one. */
    public static List<Item> items(byte[] json) {
        JsonNode root = JSON.readTree(json);
        List<Item> items = new ArrayList<>();
        for (JsonNode each :
                root.has("items") ? root.path("items") : JSON.createArrayNode().add(root)) {
            List<String> tenants = new ArrayList<>();
            for (JsonNode tenant : each.path("tenants")) {
                tenants.add(each.path("tenant_names").path(tenants.size()).stringValue(tenant.asString("")));
            }
            items.add(new Item(
                    text(each, "name"),
                    text(each, "digest"),
                    text(each, "description"),
                    tenants,
                    each.path("default").asBoolean(false)));
        }
        return items;
    }

    /** The document of one policy, as people write it. */
    public static String document(byte[] json) {
        return YAML.writeValueAsString(JSON.readTree(json).path("document"));
    }

    public static Judged judged(byte[] json) {
        return judged(JSON.readTree(json));
    }

    /** Whether an explanation counts what lives, and how often, of one control of several. */
    public static boolean isCountedByControl(byte[] json) {
        return "control".equals(text(JSON.readTree(json).path("account"), "counted_by"));
    }

    public static Trial trial(byte[] json) {
        JsonNode root = JSON.readTree(json);
        List<Change> changes = new ArrayList<>();
        root.path("changes")
                .forEach(each -> changes.add(
                        new Change(text(each, "execution"), judged(each.path("before")), judged(each.path("after")))));
        return new Trial(root.path("tried").asInt(0), root.path("unreadable").asInt(0), changes);
    }

    private static Judged judged(JsonNode json) {
        JsonNode refused = json.path("refused");
        JsonNode runtime = json.path("runtime");
        List<Limit> limits = new ArrayList<>();
        limits(limits, "", json.path("limits"));
        limits(limits, "build ", json.path("build_limits"));
        return new Judged(
                refused.isObject() ? Optional.of(refusal(refused)) : Optional.empty(),
                (text(runtime, "name") + " " + text(runtime, "version")).strip(),
                text(json.path("tier"), "value"),
                limits);
    }

    /** The sentence, with the rule if it does not name it. */
    private static String refusal(JsonNode refused) {
        String detail = text(refused, "detail");
        String rule = text(refused, "rule");
        return detail.contains(rule) ? detail : detail + " (" + text(refused, "by") + " " + rule + ")";
    }

    private static void limits(List<Limit> into, String step, JsonNode grants) {
        grants.properties()
                .forEach(each -> into.add(new Limit(
                        step + each.getKey(),
                        each.getValue().path("value").asLong(0),
                        text(each.getValue(), "from"),
                        each.getValue().path("ceiling").asLong(0),
                        text(each.getValue(), "ceiling_from"))));
    }

    private static String text(JsonNode json, String name) {
        return json.path(name).asString("");
    }
}
