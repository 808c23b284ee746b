package freehold.cli.policy;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.policy.PolicyName;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import freehold.wire.client.PolicyJson;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** What is said to people about policies, and what they say. */
final class PolicyTexts {
    private PolicyTexts() {}

    static void print(CommandSpec spec, String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    static PolicyName name(String text) {
        return wellFormed(text, PolicyName::new, "not the name of a policy: ");
    }

    static TenantId tenant(String text) {
        return wellFormed(text, TenantId::new, "not the name of a tenant: ");
    }

    static Digest digest(String text) {
        return wellFormed(text, Digest::parse, "not the digest of a version (sha256: and 64 digits): ");
    }

    private static <T> T wellFormed(String text, Function<String, T> reading, String fault) {
        try {
            return reading.apply(text);
        } catch (IllegalArgumentException wrong) {
            throw new Declined(ExitStatus.USAGE, fault + text);
        }
    }

    static String table(List<PolicyJson.Item> items) {
        StringBuilder text = new StringBuilder();
        for (PolicyJson.Item each : items) {
            String who = String.join(", ", each.tenants());
            String all = each.isDefault() ? who.isEmpty() ? "(default)" : who + ", (default)" : who;
            text.append("%-16s %-19s %-24s %s"
                            .formatted(each.name(), shortened(each.digest()), all, each.description())
                            .stripTrailing())
                    .append('\n');
        }
        return text.toString();
    }

    private static String shortened(String digest) {
        return digest.substring(0, Math.min(19, digest.length()));
    }

    /** @param byControl whether the one that was asked counts for itself what lives and how often */
    static String explanation(PolicyJson.Judged judged, boolean byControl) {
        StringBuilder text = new StringBuilder(verdict(judged)).append('\n');
        if (!judged.runtime().isEmpty()) {
            text.append("runtime %s, tier %s%n".formatted(judged.runtime(), judged.tier()));
        }
        for (PolicyJson.Limit each : judged.limits()) {
            text.append("%-19s %12d by the %-8s of at most %12d by the %s%n"
                    .formatted(each.name(), each.value(), each.from(), each.ceiling(), each.ceilingFrom()));
        }
        if (byControl) {
            text.append(
                    "concurrency and rates are counted by each control for itself; this is the one that was asked\n");
        }
        return text.toString();
    }

    static String trial(PolicyJson.Trial trial) {
        StringBuilder text = new StringBuilder();
        for (PolicyJson.Change change : trial.changes()) {
            String before = verdict(change.before());
            String after = verdict(change.after());
            text.append(change.execution()).append(": ");
            text.append(before.equals(after) ? after : before + " -> " + after);
            differences(change).ifPresent(limits -> text.append("; ").append(limits));
            text.append('\n');
        }
        text.append("%d of %d requests would change".formatted(trial.changes().size(), trial.tried()));
        if (trial.unreadable() > 0) {
            text.append("; %d more could not be read again".formatted(trial.unreadable()));
        }
        return text.append('\n').toString();
    }

    private static String verdict(PolicyJson.Judged judged) {
        return judged.refusal().map(why -> "refused: " + why).orElse("granted");
    }

    private static Optional<String> differences(PolicyJson.Change change) {
        Map<String, Long> before = change.before().limits().stream()
                .collect(Collectors.toMap(PolicyJson.Limit::name, PolicyJson.Limit::value));
        String changed = change.after().limits().stream()
                .filter(each -> each.value() != before.getOrDefault(each.name(), each.value()))
                .map(each -> "%s %d -> %d".formatted(each.name(), before.get(each.name()), each.value()))
                .collect(Collectors.joining(", "));
        boolean matters = !changed.isEmpty() && change.after().refusal().isEmpty();
        return matters ? Optional.of(changed) : Optional.empty();
    }
}
