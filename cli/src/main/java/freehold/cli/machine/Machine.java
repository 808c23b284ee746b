package freehold.cli.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where it was measured.
 *
 * @param load of the last minute, before the measuring began
 */
public record Machine(String kernel, String processor, int processors, String load) {
    /** This one, now. */
    public static Machine ofThis() throws IOException {
        String model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
        return new Machine(
                System.getProperty("os.version"),
                model,
                Runtime.getRuntime().availableProcessors(),
                Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    }

    /** All of it in a line, without its end. */
    public String line() {
        return "Linux %s, %d × %s, load %s".formatted(kernel, processors, processor, load);
    }
}
