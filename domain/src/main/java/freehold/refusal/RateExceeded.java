package freehold.refusal;

import java.time.Duration;

/** Asked too often; {@code whose} names whose rate it is, and after {@code pause} one more request is let in. */
public record RateExceeded(String whose, Duration pause) implements Refusal {}
