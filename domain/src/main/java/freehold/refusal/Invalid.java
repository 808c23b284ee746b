package freehold.refusal;

import java.util.List;

/** Well-formed, but with values that cannot be. */
public record Invalid(List<FieldFault> faults) implements Refusal {}
