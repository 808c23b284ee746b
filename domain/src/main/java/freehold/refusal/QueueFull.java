package freehold.refusal;

import java.time.Duration;

/** Too many wait; {@code pause} is computed from how fast the queue drains. */
public record QueueFull(int waiting, Duration pause) implements Refusal {}
