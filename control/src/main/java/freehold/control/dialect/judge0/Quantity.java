package freehold.control.dialect.judge0;

import freehold.cell.Limit;
import freehold.cell.Limits;
import freehold.control.admission.Ceilings;
import freehold.runtime.DefaultLimits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The numbers of a submission: what each counts, what it may be, and which limit of ours it is. */
enum Quantity {
    NUMBER_OF_RUNS(Unit.COUNT, "1", "1", "1"),
    CPU_TIME_LIMIT(Unit.SECONDS, Limit.CPU, "0"),
    CPU_EXTRA_TIME(Unit.SECONDS, "0.0", "0", "5.0"),
    WALL_TIME_LIMIT(Unit.SECONDS, Limit.WALL, "1"),
    MEMORY_LIMIT(Unit.KIBIBYTES, Limit.MEMORY, "2048"),
    STACK_LIMIT(Unit.KIBIBYTES, "64000", "0", "128000"),
    MAX_PROCESSES_AND_OR_THREADS(Unit.COUNT, Limit.PROCESSES, "1"),
    MAX_FILE_SIZE(Unit.KIBIBYTES, Limit.OUTPUT, "0");

    private final Unit unit;
    private final @Nullable Limit limit;
    private final BigDecimal usual;
    private final BigDecimal least;
    private final @Nullable BigDecimal most;

    /** What a number counts at the peer, and how many of our units that is. */
    private enum Unit {
        SECONDS(1_000),
        KIBIBYTES(1_024),
        COUNT(1);

        private final BigDecimal ours;

        Unit(long ours) {
            this.ours = BigDecimal.valueOf(ours);
        }
    }

    /** One that is a limit of ours, with our default and our ceiling. */
    Quantity(Unit unit, Limit limit, String least) {
        this.unit = unit;
        this.limit = limit;
        this.usual = shown(limit.of(DefaultLimits.RUN), unit);
        this.least = new BigDecimal(least);
        this.most = null;
    }

    /** One that is checked as the peer does, and changes nothing here. */
    Quantity(Unit unit, String usual, String least, String most) {
        this.unit = unit;
        this.limit = null;
        this.usual = new BigDecimal(usual);
        this.least = new BigDecimal(least);
        this.most = new BigDecimal(most);
    }

    String field() {
        return name().toLowerCase(Locale.ROOT);
    }

    Optional<Limit> limit() {
        return Optional.ofNullable(limit);
    }

    /** What is in force when a submission does not say, as far as the pack has no value of its own. */
    BigDecimal usual() {
        return usual;
    }

    BigDecimal most(Ceilings ceilings) {
        return most != null
                ? most
                : limit().map(each -> shown(each.of(ceilings.most()), unit)).orElseThrow();
    }

    /** Why a value is refused, in the peer's words; empty when it is not. */
    Optional<String> fault(BigDecimal value, Ceilings ceilings) {
        BigDecimal ceiling = most(ceilings);
        if (value.compareTo(ceiling) > 0) {
            return Optional.of("must be less than or equal to " + text(ceiling));
        }
        if (value.compareTo(least) >= 0) {
            return Optional.empty();
        }
        boolean aboveZero = unit == Unit.COUNT;
        return Optional.of(aboveZero ? "must be greater than 0" : "must be greater than or equal to " + least);
    }

    /** In the unit of our limit; the peer's 0 is our least. */
    long ours(BigDecimal value) {
        BigDecimal ours = value.multiply(unit.ours);
        return Math.max(1, ours.setScale(0, RoundingMode.CEILING).longValueExact());
    }

    /** What is in force, in the peer's unit. */
    BigDecimal theirs(Limits limits) {
        return limit().map(each -> shown(each.of(limits), unit)).orElse(usual);
    }

    /** As the peer writes it: decimals are strings there, whole numbers are not. */
    boolean isDecimal() {
        return unit == Unit.SECONDS;
    }

    String text(BigDecimal value) {
        return isDecimal() ? Decimal.text(value) : value.toBigInteger().toString();
    }

    private static BigDecimal shown(long ours, Unit unit) {
        return BigDecimal.valueOf(ours).divide(unit.ours, unit == Unit.SECONDS ? 3 : 0, RoundingMode.FLOOR);
    }
}
