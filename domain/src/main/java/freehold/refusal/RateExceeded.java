package freehold.refusal;

import freehold.tenant.Rate;
import java.time.Duration;

/** Asked too often; {@code whose} names whose rate it is, and after {@code pause} one more request is let in. */
public record RateExceeded(String whose, Rate rate, Duration pause) implements Refusal {}
