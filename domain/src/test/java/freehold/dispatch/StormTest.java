package freehold.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.tenant.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The rule under a virtual clock: twenty tenants ask for one execution now and then, and one asks for a thousand at once. What the
 * twenty wait is compared with what they wait without it, and with what first come, first served would do to them; drawn in
 * docs/fair-share.svg, which {@code -Dgolden=update} draws anew.
 */
final class StormTest {
    private static final int CELLS = 8;
    private static final int QUIET_TENANTS = 20;
    private static final int SECONDS = 60;
    private static final int STORM = 1_000;
    private static final int STORM_AT = 20;
    private static final Path CHART = Path.of("..", "docs", "fair-share.svg");

    /** One execution: when it is asked for, and how long it takes, in milliseconds. */
    private record Job(TenantId tenant, long at, long takes) {}

    private record Served(Job job, long began) {
        long waited() {
            return began - job.at();
        }
    }

    /** What decides who is next. */
    private interface Rule {
        void add(Job job, long now);

        Optional<Runnable> next(long now, List<Served> served, PriorityQueue<Long> ends);
    }

    private static final class Fair implements Rule {
        private final FairQueue<Job> queue = new FairQueue<>(_ -> 1);
        private final List<Ending> endings = new ArrayList<>();

        private record Ending(long at, FairQueue.Turn<Job> turn) {}

        @Override
        public void add(Job job, long now) {
            queue.add(job, new Standing(job.tenant(), "", Priority.NORMAL), nanos(now));
        }

        @Override
        public Optional<Runnable> next(long now, List<Served> served, PriorityQueue<Long> ends) {
            endings.removeIf(each -> {
                if (each.at() <= now) {
                    queue.ended(
                            each.turn(), Duration.ofMillis(each.turn().item().takes()), nanos(now));
                }
                return each.at() <= now;
            });
            return queue.next(CELLS, nanos(now)).map(turn -> () -> {
                served.add(new Served(turn.item(), now));
                ends.add(now + turn.item().takes());
                endings.add(new Ending(now + turn.item().takes(), turn));
            });
        }

        private static long nanos(long millis) {
            return Duration.ofMillis(millis).toNanos();
        }
    }

    private static final class FirstCome implements Rule {
        private final List<Job> queue = new ArrayList<>();

        @Override
        public void add(Job job, long now) {
            queue.add(job);
        }

        @Override
        public Optional<Runnable> next(long now, List<Served> served, PriorityQueue<Long> ends) {
            return queue.isEmpty()
                    ? Optional.empty()
                    : Optional.of(() -> {
                        Job job = queue.removeFirst();
                        served.add(new Served(job, now));
                        ends.add(now + job.takes());
                    });
        }
    }

    private static List<Job> jobs(boolean storm) {
        Random chance = new Random(7);
        List<Job> jobs = new ArrayList<>();
        for (int tenant = 0; tenant < QUIET_TENANTS; tenant++) {
            for (long at = chance.nextInt(1_000); at < SECONDS * 1_000L; at += 500 + chance.nextInt(1_000)) {
                jobs.add(new Job(new TenantId("quiet-" + tenant), at, 50 + chance.nextInt(100)));
            }
        }
        for (int i = 0; storm && i < STORM; i++) {
            jobs.add(new Job(new TenantId("storm"), STORM_AT * 1_000L, 50 + chance.nextInt(100)));
        }
        jobs.sort(Comparator.comparingLong(Job::at));
        return jobs;
    }

    private static List<Served> simulate(Rule rule, List<Job> jobs) {
        List<Served> served = new ArrayList<>();
        PriorityQueue<Long> ends = new PriorityQueue<>();
        int arrived = 0;
        for (long now = 0; served.size() < jobs.size(); now++) {
            while (arrived < jobs.size() && jobs.get(arrived).at() <= now) {
                rule.add(jobs.get(arrived++), now);
            }
            while (!ends.isEmpty() && ends.peek() <= now) {
                ends.poll();
            }
            while (ends.size() < CELLS) {
                Optional<Runnable> begin = rule.next(now, served, ends);
                if (begin.isEmpty()) {
                    break;
                }
                begin.get().run();
            }
        }
        return served;
    }

    private static List<Served> quiet(List<Served> served) {
        return served.stream()
                .filter(each -> each.job().tenant().value().startsWith("quiet"))
                .toList();
    }

    private static long percentile(List<Served> served, double share) {
        List<Long> waited = served.stream().map(Served::waited).sorted().toList();
        return waited.get((int) Math.min(waited.size() - 1L, Math.round(waited.size() * share)));
    }

    @Test
    void a_storm_of_one_tenant_moves_what_the_others_wait_by_less_than_an_execution_takes() {
        List<Served> calm = quiet(simulate(new Fair(), jobs(false)));
        List<Served> fair = quiet(simulate(new Fair(), jobs(true)));
        List<Served> firstCome = quiet(simulate(new FirstCome(), jobs(true)));

        assertThat(percentile(fair, 0.99) - percentile(calm, 0.99)).isLessThan(50);
        assertThat(percentile(firstCome, 0.99)).isGreaterThan(10 * Math.max(50, percentile(fair, 0.99)));
    }

    @Test
    void the_storm_is_over_as_soon_as_the_cells_allow() {
        List<Served> fair = simulate(new Fair(), jobs(true));
        List<Served> firstCome = simulate(new FirstCome(), jobs(true));

        assertThat(last(fair)).isLessThan(last(firstCome) + 10_000);
    }

    private static long last(List<Served> served) {
        return served.stream()
                .filter(each -> each.job().tenant().value().equals("storm"))
                .mapToLong(Served::began)
                .max()
                .orElseThrow();
    }

    @Test
    void the_chart_shows_what_the_rule_does() throws IOException {
        String drawn = chart(
                quiet(simulate(new Fair(), jobs(false))),
                quiet(simulate(new Fair(), jobs(true))),
                quiet(simulate(new FirstCome(), jobs(true))));
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(CHART, drawn);
        }

        assertThat(Files.readString(CHART)).isEqualTo(drawn);
    }

    private static String chart(List<Served> calm, List<Served> fair, List<Served> firstCome) {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 320" font-family="sans-serif" font-size="12" role="img">
                <title>What twenty quiet tenants wait while another asks for a thousand executions at once</title>
                <rect width="760" height="320" fill="#ffffff"/>
                <text x="60" y="20" font-size="14">Longest wait of twenty quiet tenants in each second; one more asks for 1,000 executions at 20 s; 8 cells</text>
                """
                + axes()
                + line(firstCome, "#c0392b")
                + line(fair, "#1f77b4")
                + line(calm, "#2e8b57")
                + legend(0, "#c0392b", "first come, first served")
                + legend(1, "#1f77b4", "fair shares")
                + legend(2, "#2e8b57", "fair shares, without the storm")
                + "</svg>\n";
    }

    private static String axes() {
        StringBuilder axes = new StringBuilder();
        for (int power = 0; power <= 5; power++) {
            int y = y((long) Math.pow(10, power));
            axes.append(
                    "<line x1=\"60\" x2=\"740\" y1=\"%d\" y2=\"%d\" stroke=\"#dddddd\"/><text x=\"54\" y=\"%d\" text-anchor=\"end\">%s</text>\n"
                            .formatted(
                                    y,
                                    y,
                                    y + 4,
                                    power < 3
                                            ? (long) Math.pow(10, power) + " ms"
                                            : (long) Math.pow(10, power - 3) + " s"));
        }
        for (int second = 0; second <= SECONDS; second += 10) {
            axes.append("<text x=\"%d\" y=\"306\" text-anchor=\"middle\">%d s</text>\n".formatted(x(second), second));
        }
        return axes.toString();
    }

    private static String line(List<Served> served, String colour) {
        StringBuilder points = new StringBuilder();
        for (int second = 0; second < SECONDS; second++) {
            int from = second;
            long longest = served.stream()
                    .filter(each -> each.job().at() / 1_000 == from)
                    .mapToLong(Served::waited)
                    .max()
                    .orElse(0);
            points.append("%d,%d ".formatted(x(second), y(Math.max(1, longest))));
        }
        return "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>\n"
                .formatted(colour, points.toString().strip());
    }

    private static String legend(int row, String colour, String words) {
        return "<rect x=\"560\" y=\"%d\" width=\"14\" height=\"4\" fill=\"%s\"/><text x=\"580\" y=\"%d\">%s</text>\n"
                .formatted(44 + 18 * row, colour, 50 + 18 * row, words);
    }

    private static int x(int second) {
        return 60 + second * 680 / SECONDS;
    }

    private static int y(long millis) {
        return (int) Math.round(285 - Math.log10((double) millis) * 49);
    }
}
