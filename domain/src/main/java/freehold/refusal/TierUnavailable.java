package freehold.refusal;

import freehold.cell.Tier;

/** A stronger boundary than this server has. */
public record TierUnavailable(Tier asked) implements Refusal {}
