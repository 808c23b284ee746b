package freehold.execution;

import freehold.runtime.Pack;
import freehold.runtime.Repeatable;
import freehold.runtime.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is the same each time a deterministic execution runs, and what is not, in words.
 *
 * @param fixed as long as runtime, kernel and machine are the same
 * @param notFixed what may differ all the same; a program that looks at none of it gives the same answer again
 */
public record Repeatability(List<String> fixed, List<String> notFixed) {
    /** What every cell fixes where it is asked to. */
    private static final List<String> BY_CELL = List.of(
            "addresses of code, stack, heap and mappings",
            "one processor, unless the program chooses others",
            "environment, arguments, process ids and host name",
            "order of directory entries, which follows the order of creation",
            "uptime, which begins near zero");

    /** What no cell can fix. */
    private static final List<String> BY_NOBODY = List.of(
            "the clock (CLOCK_REALTIME) and what is derived from it, such as file times",
            "random bytes of the kernel (getrandom, /dev/urandom, AT_RANDOM)",
            "how threads and processes take turns, and how long anything takes",
            "which processor it is, and the kernel of the worker");

    public Repeatability {
        fixed = List.copyOf(fixed);
        notFixed = List.copyOf(notFixed);
    }

    /** That of a language. */
    public static Repeatability of(Pack pack) {
        List<Repeatable> steps = Stream.concat(pack.build().stream(), Stream.of(pack.run()))
                .flatMap(step -> step.repeatable().stream())
                .toList();
        return new Repeatability(
                words(BY_CELL, steps, Repeatable::fixed), words(BY_NOBODY, steps, Repeatable::notFixed));
    }

    /** That of a command line which takes the place of a step's own: what that one would fix by its words is not fixed. */
    public static Repeatability ofCommand(Step step) {
        List<Repeatable> all = step.repeatable().stream().toList();
        List<Repeatable> byEnvironment =
                all.stream().filter(each -> each.argv().isEmpty()).toList();
        return new Repeatability(
                words(BY_CELL, byEnvironment, Repeatable::fixed), words(BY_NOBODY, all, Repeatable::notFixed));
    }

    private static List<String> words(
            List<String> always, List<Repeatable> steps, Function<Repeatable, List<String>> of) {
        List<String> all = new ArrayList<>(always);
        steps.stream()
                .flatMap(each -> of.apply(each).stream())
                .filter(each -> !all.contains(each))
                .forEach(all::add);
        return all;
    }

    /** As it is stored, one line each: those that are fixed behind a plus sign, the others behind a minus sign. */
    public String lines() {
        return String.join(
                "\n",
                Stream.concat(
                                fixed.stream().map(each -> "+" + each),
                                notFixed.stream().map(each -> "-" + each))
                        .toList());
    }

    /** What {@link #lines} was made of. */
    public static Repeatability ofLines(String lines) {
        return new Repeatability(behind('+', lines), behind('-', lines));
    }

    private static List<String> behind(char sign, String lines) {
        return lines.lines()
                .filter(line -> !line.isEmpty() && line.charAt(0) == sign)
                .map(line -> line.substring(1))
                .toList();
    }
}
