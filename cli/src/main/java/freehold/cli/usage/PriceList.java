package freehold.cli.usage;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.Unreadable;
import freehold.wire.client.UsageJson;
import freehold.wire.settings.SettingsFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What somebody who rents execution out asks for, in any currency.
 *
 * @param name of the vendor, for the head of a column
 * @param execution for one call
 * @param cpuSecond for one second of a processor
 * @param memoryGibSecond for a gibibyte of memory over a second
 */
record PriceList(String name, BigDecimal execution, BigDecimal cpuSecond, BigDecimal memoryGibSecond) {
    private static final String NAME = "name";
    private static final String EXECUTION = "execution";
    private static final String CPU_SECOND = "cpu_second";
    private static final String MEMORY = "memory_gib_second";

    static PriceList read(Path file) {
        try {
            Map<String, String> values =
                    SettingsFile.parse(Files.readString(file), Set.of(NAME, EXECUTION, CPU_SECOND, MEMORY));
            return new PriceList(
                    values.getOrDefault(NAME, "vendor"),
                    price(values, EXECUTION),
                    price(values, CPU_SECOND),
                    price(values, MEMORY));
        } catch (IOException unreadable) {
            throw new Declined(
                    ExitStatus.USAGE, "--prices: " + file + " cannot be read: " + Unreadable.reason(unreadable));
        } catch (IllegalArgumentException wrong) {
            throw new Declined(ExitStatus.USAGE, "--prices: " + file + ": " + wrong.getMessage());
        }
    }

    private static BigDecimal price(Map<String, String> values, String key) {
        String text = values.getOrDefault(key, "0");
        try {
            BigDecimal price = new BigDecimal(text);
            if (price.signum() >= 0) {
                return price;
            }
        } catch (NumberFormatException _) {
            // told below, as a negative one is
        }
        throw new IllegalArgumentException(key + " must be a price, as 0.0001, and not '" + text + "'");
    }

    BigDecimal of(UsageJson used) {
        return execution
                .multiply(BigDecimal.valueOf(used.executions()))
                .add(cpuSecond.multiply(BigDecimal.valueOf(used.cpuSeconds())))
                .add(memoryGibSecond.multiply(BigDecimal.valueOf(used.memoryGibSeconds())));
    }
}
