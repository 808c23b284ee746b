package freehold.cli.usage;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.remote.ServerOptions;
import freehold.wire.client.UsageJson;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freehold usage}. */
@Command(
        name = "usage",
        description = {
            "What was used, by month, tenant and group (the label group of an execution): executions, seconds of CPU, GiB-seconds of memory.",
            "With --prices, what the same would have cost elsewhere. Such a file has the keys name, execution, cpu_second and"
                    + " memory_gib_second, each a price in a currency of your choice; examples/prices.yaml is one to fill in."
        })
public final class UsageCommand implements Runnable {
    @Option(names = "--from", paramLabel = "MONTH", description = "The first month, as 2026-11 (default: the last).")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "MONTH", description = "The last month (default: this one, in UTC).")
    private Optional<String> to = Optional.empty();

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            description = "Whose; all for everybody's, which needs the right tenants (default: the key's own).")
    private Optional<String> tenant = Optional.empty();

    @Option(names = "--prices", paramLabel = "FILE", description = "What a vendor asks; may be given several times.")
    private List<Path> prices = List.of();

    @Option(names = "--json", description = "Print what GET /v1/usage answers.")
    private boolean json;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        List<PriceList> lists = prices.stream().map(PriceList::read).toList();
        List<String> query = new ArrayList<>();
        Optional<YearMonth> first = from.map(text -> month("--from", text));
        Optional<YearMonth> last = to.map(text -> month("--to", text));
        if (first.isPresent() && last.filter(first.get()::isAfter).isPresent()) {
            throw new Declined(
                    ExitStatus.USAGE,
                    "--from: " + first.get() + " is later than --to, " + last.get() + "; exchange them");
        }
        first.ifPresent(month -> query.add("from=" + month));
        last.ifPresent(month -> query.add("to=" + month));
        tenant.ifPresent(text -> query.add("tenant=" + URLEncoder.encode(text, StandardCharsets.UTF_8)));
        byte[] answer = server.orLocal().get("/v1/usage?" + String.join("&", query));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new String(answer, StandardCharsets.UTF_8));
        } else {
            out.print(table(UsageJson.read(answer), lists));
        }
        out.flush();
    }

    private static YearMonth month(String option, String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeException wrong) {
            throw new Declined(ExitStatus.USAGE, option + ": '" + text + "' is not a month, as 2026-11");
        }
    }

    static String table(List<UsageJson> used, List<PriceList> lists) {
        StringBuilder table = new StringBuilder();
        table.append(row("month", "tenant", "group", "executions", "CPU s", "memory GiB s"));
        lists.forEach(list -> table.append("%16s".formatted(list.name())));
        table.append('\n');
        for (UsageJson each : used) {
            table.append(row(
                    each.month().toString(),
                    each.tenant(),
                    each.group().isEmpty() ? "-" : each.group(),
                    Long.toString(each.executions()),
                    number(each.cpuSeconds()),
                    number(each.memoryGibSeconds())));
            lists.forEach(list -> table.append("%16s".formatted(money(list.of(each)))));
            table.append('\n');
        }
        table.append(row(
                "total",
                "",
                "",
                Long.toString(used.stream().mapToLong(UsageJson::executions).sum()),
                number(used.stream().mapToDouble(UsageJson::cpuSeconds).sum()),
                number(used.stream().mapToDouble(UsageJson::memoryGibSeconds).sum())));
        lists.forEach(list -> table.append(
                "%16s".formatted(money(used.stream().map(list::of).reduce(BigDecimal.ZERO, BigDecimal::add)))));
        return table.append('\n').toString();
    }

    private static String row(String month, String tenant, String group, String executions, String cpu, String memory) {
        return "%-8s %-32s %-20s %12s %12s %14s".formatted(month, tenant, group, executions, cpu, memory);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String money(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }
}
