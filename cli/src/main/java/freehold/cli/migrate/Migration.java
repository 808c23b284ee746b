package freehold.cli.migrate;

import freehold.text.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The settings of ours that mean the same as a peer's, as a file that can be used as it is, with remarks on all that does not. */
final class Migration {
    private static final int SHOWN_MAX = 80;
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,3}");
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("[A-Za-z0-9.-]{1,253}:\\d{1,5}|\\[[0-9a-f:.]+]:\\d{1,5}");

    private final Peer peer;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<String> needless = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private String address;

    private Migration(Peer peer) {
        this.peer = peer;
        this.address = peer.port();
    }

    /** What to write for what was read; empty values are left out already. */
    static String of(Peer peer, Map<String, String> values) {
        Migration migration = new Migration(peer);
        Map<String, Advice> advice = Advice.of(peer);
        values.forEach((name, value) -> {
            Advice found = advice.get(name);
            if (found == null) {
                migration.unknown.add(name);
            } else {
                migration.take(name, value, found);
            }
        });
        return migration.text();
    }

    private void take(String name, String value, Advice advice) {
        switch (advice) {
            case Advice.Set(String key, String remark) -> {
                if (NUMBER.matcher(value).matches()) {
                    settings.put(key, value + "  # " + name + remark(remark, value));
                } else {
                    remarks.add(name + "=" + shown(value) + ": is no number that can be used as " + key);
                }
            }
            case Advice.Address(String remark) -> {
                if (HOST_AND_PORT.matcher(value).matches()) {
                    address = value;
                } else {
                    remarks.add(name + "=" + shown(value) + ": is not HOST:PORT" + remark(remark, value));
                }
            }
            case Advice.Note(String remark) -> remarks.add(name + "=" + shown(value) + remark(remark, value));
            case Advice.Secret(String remark) -> remarks.add(name + remark(remark, ""));
            case Advice.Needless() -> needless.add(name);
        }
    }

    private static String remark(String remark, String value) {
        return remark.isEmpty() ? "" : ": " + remark.replace("{value}", shown(value));
    }

    /** On one line, whatever it is. */
    private static String shown(String value) {
        return Printable.of(value, SHOWN_MAX);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        line(text, "# For freehold up --config FILE, from the configuration of " + peer.label() + ".");
        line(text, "listen: 127.0.0.1:8080");
        line(text, "dialect: " + peer.label() + "=" + address + "  # where its clients look for it");
        line(text, "keys: /etc/freehold/keys  # freehold key create writes one; needed anywhere but on loopback");
        settings.forEach((key, value) -> line(text, key + ": " + value));
        section(text, "Not the same here:", remarks);
        if (!needless.isEmpty()) {
            section(text, "Nothing to set here for:", List.of(String.join(", ", needless)));
        }
        if (!unknown.isEmpty()) {
            section(text, "Not known, and not taken over:", List.of(String.join(", ", unknown)));
        }
        section(text, "The one change of a client:", List.of(peer.clientsChange()));
        return text.toString();
    }

    private static void section(StringBuilder text, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            line(text, "");
            line(text, "# " + title);
            lines.forEach(each -> line(text, "# - " + each));
        }
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
