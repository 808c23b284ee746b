package freehold.control.admission;

import freehold.policy.Origin;
import freehold.refusal.Refusal;

/**
 * A refusal with what decided it.
 *
 * @param rule where that is written: a JSON pointer into the policy's document if it is the policy, else into the request
 */
public record Denial(Refusal refusal, Origin by, String rule) {}
