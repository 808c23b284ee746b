package freehold.control.dialect.judge0;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Decimals as the peer writes them: no zeros at the end, but one digit after the point at least. */
final class Decimal {
    private static final int MILLIS = 3;

    private Decimal() {}

    static String text(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return (stripped.scale() < 1 ? stripped.setScale(1, RoundingMode.UNNECESSARY) : stripped).toPlainString();
    }

    /** In seconds, to the millisecond. */
    static String seconds(Duration time) {
        return text(BigDecimal.valueOf(time.toNanos(), 9).setScale(MILLIS, RoundingMode.HALF_UP));
    }
}
