package freehold.control.dialect.judge0;

import freehold.control.admission.Ceilings;
import freehold.control.callback.Backoff;
import freehold.control.callback.Sender;
import freehold.control.dialect.PeerJson;
import freehold.runtime.Installed;
import freehold.runtime.Invocation;
import freehold.runtime.Pack;
import freehold.runtime.Step;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the peer tells of itself. It says what is so here, under the peer's names. */
final class Pages {
    /** Whose API this is. Clients choose language numbers by it. */
    static final String VERSION = "1.13.1";

    static final int BATCH_MAX = 20;

    private Pages() {}

    /** A homepage as seen from here: it has to lead somewhere at a port of the dialect's own too, which has nothing else. */
    static JsonNode about() {
        return PeerJson.object()
                .put("version", VERSION)
                .put("homepage", "languages")
                .put("source_code", "Freehold")
                .put("maintainer", "Freehold");
    }

    static JsonNode statuses() {
        ArrayNode all = PeerJson.array();
        for (Status status : Status.values()) {
            all.addObject().put("id", status.id()).put("description", status.description());
        }
        return all;
    }

    static JsonNode active(Languages languages) {
        ArrayNode all = PeerJson.array();
        languages.all().stream()
                .filter(language -> !language.isArchived())
                .forEach(language -> all.addObject().put("id", language.id()).put("name", language.name()));
        return all;
    }

    static JsonNode all(Languages languages) {
        ArrayNode all = PeerJson.array();
        languages
                .all()
                .forEach(language -> all.addObject()
                        .put("id", language.id())
                        .put("name", language.name())
                        .put("is_archived", language.isArchived()));
        return all;
    }

    static JsonNode one(Languages.Language language) {
        return PeerJson.object()
                .put("id", language.id())
                .put("name", language.name())
                .put("is_archived", language.isArchived())
                .put(
                        "source_file",
                        language.runtime().map(each -> each.pack().source()).orElse(null))
                .put(
                        "compile_cmd",
                        language.runtime()
                                .flatMap(each -> each.pack().build().map(step -> command(each, step)))
                                .orElse(null))
                .put(
                        "run_cmd",
                        language.runtime()
                                .map(each -> command(each, each.pack().run()))
                                .orElse(null));
    }

    /** To be read, not to be run: a command here is a list. {@code %s} is where compiler options go, as at the peer. */
    private static String command(Installed runtime, Step step) {
        Pack pack = runtime.pack();
        Invocation invocation = new Invocation(pack.source(), List.of(pack.source()), List.of(), List.of("%s"));
        return String.join(" ", invocation.in(runtime, step.defaults()).fill(step.argv()));
    }

    static JsonNode configuration(Ceilings ceilings, int queue) {
        ObjectNode json = PeerJson.object();
        json.put("maintenance_mode", false);
        json.put("enable_wait_result", true);
        json.put("enable_compiler_options", true);
        json.putArray("allowed_languages_for_compile_options");
        json.put("enable_command_line_arguments", true);
        json.put("enable_submission_delete", true);
        json.put("enable_callbacks", true);
        json.put("callbacks_max_tries", Backoff.DEFAULT.attempts());
        json.put("callbacks_timeout", (double) Sender.USUAL_PATIENCE.toSeconds());
        json.put("enable_additional_files", true);
        json.put("max_queue_size", queue);
        for (Quantity quantity : Quantity.values()) {
            if (quantity.isDecimal()) {
                json.put(quantity.field(), quantity.usual().doubleValue());
                json.put(most(quantity), quantity.most(ceilings).doubleValue());
            } else {
                json.put(quantity.field(), quantity.usual().longValue());
                json.put(most(quantity), quantity.most(ceilings).longValue());
            }
        }
        json.put("enable_per_process_and_thread_time_limit", false);
        json.put("allow_enable_per_process_and_thread_time_limit", false);
        json.put("enable_per_process_and_thread_memory_limit", false);
        json.put("allow_enable_per_process_and_thread_memory_limit", false);
        json.put("redirect_stderr_to_stdout", false);
        json.put("max_extract_size", Archive.EXTRACTED_KIBIBYTES_MAX);
        json.put("enable_batched_submissions", true);
        json.put("max_submission_batch_size", BATCH_MAX);
        json.put("submission_cache_duration", 0.0);
        json.put("use_docs_as_homepage", false);
        json.put("allow_enable_network", false);
        json.put("enable_network", false);
        return json;
    }

    private static String most(Quantity quantity) {
        return "max_" + quantity.field();
    }

    /** The one queue that there is. */
    static JsonNode workers(int cells, int free, int living) {
        int working = Math.max(0, cells - free);
        ArrayNode all = PeerJson.array();
        all.addObject()
                .put("queue", VERSION)
                .put("size", Math.max(0, living - working))
                .put("available", cells)
                .put("idle", free)
                .put("working", working)
                .put("paused", 0)
                .put("failed", 0);
        return all;
    }

    /** Two of the many lines that the peer has; the others would tell of the host. */
    static JsonNode system() {
        return PeerJson.object()
                .put("Architecture", System.getProperty("os.arch"))
                .put("CPU(s)", Integer.toString(Runtime.getRuntime().availableProcessors()));
    }
}
