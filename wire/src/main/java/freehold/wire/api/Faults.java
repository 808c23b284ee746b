package freehold.wire.api;

import freehold.refusal.FieldFault;
import freehold.refusal.Invalid;
import freehold.refusal.Malformed;
import freehold.refusal.NotOffered;
import freehold.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with one document, found in one pass. A wrong form weighs more than a missing feature, that more than a wrong value. */
final class Faults {
    /** Enough to mend a document by; more would let a small request make a large answer. */
    private static final int KEPT_MAX = 20;

    private final List<FieldFault> malformed = new ArrayList<>();
    private final List<NotOffered> notOffered = new ArrayList<>();
    private final List<FieldFault> invalid = new ArrayList<>();

    void malformed(String pointer, String detail) {
        keep(malformed, new FieldFault(pointer, detail));
    }

    void notOffered(String pointer, String feature) {
        keep(notOffered, new NotOffered(pointer, feature));
    }

    void invalid(String pointer, String detail) {
        keep(invalid, new FieldFault(pointer, detail));
    }

    Optional<Refusal> worst() {
        if (!malformed.isEmpty()) {
            return Optional.of(new Malformed(List.copyOf(malformed)));
        }
        if (!notOffered.isEmpty()) {
            return Optional.of(notOffered.getFirst());
        }
        return invalid.isEmpty() ? Optional.empty() : Optional.of(new Invalid(List.copyOf(invalid)));
    }

    /** All of them; where a form is wrong, the value there is not spoken of besides. */
    List<FieldFault> all() {
        List<FieldFault> all = new ArrayList<>(malformed);
        notOffered.forEach(each -> all.add(new FieldFault(each.pointer(), each.feature() + " is not offered")));
        List<String> told = all.stream().map(FieldFault::pointer).toList();
        invalid.stream().filter(each -> !told.contains(each.pointer())).forEach(all::add);
        return List.copyOf(all);
    }

    private static <T> void keep(List<T> faults, T fault) {
        if (faults.size() < KEPT_MAX) {
            faults.add(fault);
        }
    }
}
