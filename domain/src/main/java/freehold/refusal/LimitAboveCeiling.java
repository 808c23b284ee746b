package freehold.refusal;

/** More than may be granted; nothing is lowered silently. {@code whose} names the ceiling's owner. */
public record LimitAboveCeiling(String pointer, long asked, long ceiling, String whose) implements Refusal {}
