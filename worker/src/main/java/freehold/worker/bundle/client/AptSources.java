package freehold.worker.bundle.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Debian mirrors that this host's own apt uses (sources.list(5), both forms), asked for another suite. Only sources of the
 * host's own release count: that release, its updates and its security fixes.
 *
 * @param apt the host's {@code /etc/apt}
 * @param osRelease the host's {@code /etc/os-release}, which names its release
 */
public record AptSources(Path apt, Path osRelease) {
    private static final Pattern CODENAME = Pattern.compile("(?m)^VERSION_CODENAME=\"?([a-z]+)\"?\\s*$");
    private static final Pattern ONE_LINE = Pattern.compile("deb\\s+(?:\\[([^\\]]*)\\]\\s+)?(\\S+)\\s+(\\S+)\\s+(.+)");
    /** These have no updates and no security suite beside them. */
    private static final Set<String> ROLLING = Set.of("sid", "unstable", "experimental");

    private record Source(String options, String uri, String suite, String components) {}

    /**
     * Lines of a sources.list for a suite.
     *
     * @throws FetchFailed if the host has no apt sources of its own release
     */
    public List<String> lines(String suite) throws IOException {
        String own = codename();
        Set<String> lines = new LinkedHashSet<>();
        for (Source source : sources()) {
            String branch = source.suite().startsWith(own) ? source.suite().substring(own.length()) : "no";
            boolean wanted =
                    branch.isEmpty() || (Set.of("-updates", "-security").contains(branch) && !ROLLING.contains(suite));
            if (wanted) {
                lines.add("deb " + source.options() + source.uri() + " " + suite + branch + " " + source.components());
            }
        }
        if (lines.isEmpty()) {
            throw new FetchFailed("apt of this host has no source of its own release (" + own + ") in " + apt);
        }
        return List.copyOf(lines);
    }

    private String codename() throws IOException {
        Matcher matcher = CODENAME.matcher(Files.isReadable(osRelease) ? Files.readString(osRelease) : "");
        if (!matcher.find()) {
            throw new FetchFailed(osRelease + " names no Debian release");
        }
        return matcher.group(1);
    }

    private List<Source> sources() throws IOException {
        List<Source> sources = new ArrayList<>();
        for (Path file : files()) {
            String text = Files.readString(file);
            if (file.toString().endsWith(".sources")) {
                for (String stanza : text.split("\\n\\s*\\n")) {
                    readStanza(stanza, sources);
                }
            } else {
                text.lines().forEach(line -> readLine(line.strip(), sources));
            }
        }
        return sources;
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isReadable(apt.resolve("sources.list"))) {
            files.add(apt.resolve("sources.list"));
        }
        Path parts = apt.resolve("sources.list.d");
        if (Files.isDirectory(parts)) {
            try (Stream<Path> entries = Files.list(parts)) {
                entries.filter(each -> each.toString().endsWith(".list")
                                || each.toString().endsWith(".sources"))
                        .filter(Files::isReadable)
                        .sorted()
                        .forEach(files::add);
            }
        }
        return files;
    }

    private static void readLine(String line, List<Source> sources) {
        Matcher matcher = ONE_LINE.matcher(line);
        if (matcher.matches()) {
            String signedBy = Stream.of(String.valueOf(matcher.group(1)).split("\\s+"))
                    .filter(option -> option.startsWith("signed-by="))
                    .findFirst()
                    .map(option -> "[" + option + "] ")
                    .orElse("");
            sources.add(new Source(
                    signedBy,
                    matcher.group(2),
                    matcher.group(3),
                    matcher.group(4).strip()));
        }
    }

    private static void readStanza(String stanza, List<Source> sources) {
        if (!List.of(field(stanza, "Types").split("\\s+")).contains("deb")
                || field(stanza, "Enabled").equals("no")) {
            return;
        }
        String keyring = field(stanza, "Signed-By");
        String options = keyring.startsWith("/") ? "[signed-by=" + keyring + "] " : "";
        for (String uri : field(stanza, "URIs").split("\\s+")) {
            for (String suite : field(stanza, "Suites").split("\\s+")) {
                sources.add(new Source(options, uri, suite, field(stanza, "Components")));
            }
        }
    }

    private static String field(String stanza, String name) {
        Matcher matcher = Pattern.compile("(?mi)^" + name + ":[ \\t]*(.*)$").matcher(stanza);
        return matcher.find() ? matcher.group(1).strip() : "";
    }
}
