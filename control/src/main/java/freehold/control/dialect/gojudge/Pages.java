package freehold.control.dialect.gojudge;

import freehold.control.dialect.PeerJson;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** What the peer tells of itself. Clients look at the features before they use them. */
final class Pages {
    /** The peer's release whose API this is. */
    private static final String VERSION = "v1.9.0";

    private static final List<String> OFFERED = List.of(
            "copyOutOptional", "pipeProxy", "symlink", "stream", "procPeak", "copyOutTruncate", "fixSymlinkEscape");
    private static final List<String> NOT_OFFERED = List.of("addressSpaceLimit", "pipeProxyZeroCopy");

    private Pages() {}

    static ObjectNode version() {
        return features(PeerJson.object()
                .put("buildVersion", VERSION)
                .put("goVersion", "none; this is Freehold")
                .put("os", System.getProperty("os.name", "").toLowerCase(Locale.ROOT))
                .put("platform", System.getProperty("os.arch", "")));
    }

    /** Its files have no path on a host here. */
    static ObjectNode configuration() {
        ObjectNode json = features(PeerJson.object()).put("fileStorePath", "");
        json.putObject("runnerConfig").put("workDir", "/w");
        return json;
    }

    private static ObjectNode features(ObjectNode json) {
        OFFERED.forEach(each -> json.put(each, true));
        NOT_OFFERED.forEach(each -> json.put(each, false));
        return json;
    }
}
