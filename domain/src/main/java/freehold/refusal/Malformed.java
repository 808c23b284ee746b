package freehold.refusal;

import java.util.List;

/** Not what the contract describes: not JSON, an unknown field, a wrong type. */
public record Malformed(List<FieldFault> faults) implements Refusal {}
