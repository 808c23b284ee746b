package freehold.refusal;

import freehold.cell.Tier;
import java.util.List;

/** A stronger boundary than this server has. */
public record TierUnavailable(Tier asked, List<Tier> offered) implements Refusal {
    public TierUnavailable {
        offered = List.copyOf(offered);
    }
}
