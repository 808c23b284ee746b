package freehold.control.http;

import freehold.control.admission.Admission;
import freehold.control.admission.Appraisal;
import freehold.control.admission.Denial;
import freehold.control.admission.Trial;
import freehold.control.blob.BlobStore;
import freehold.control.policy.Meter;
import freehold.control.policy.Rulebook;
import freehold.execution.Request;
import freehold.policy.Origin;
import freehold.policy.Span;
import freehold.policy.Use;
import freehold.refusal.Refusal;
import freehold.tenant.TenantId;
import freehold.wire.api.AppraisalWriter;
import freehold.wire.api.Decoded;
import freehold.wire.api.ProblemDocument;
import freehold.wire.api.RequestDecoder;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Says what a request would get, without running it. */
final class Explanations {
    private final Admission admission;
    private final Meter meter;
    private final BlobStore blobs;
    private final InstantSource clock;
    private final boolean shared;

    /** @param shared whether other controls count beside this one */
    Explanations(Admission admission, Meter meter, BlobStore blobs, InstantSource clock, boolean shared) {
        this.shared = shared;
        this.admission = admission;
        this.meter = meter;
        this.blobs = blobs;
        this.clock = clock;
    }

    void answer(Context context, TenantId tenant, Rulebook rules, byte[] body) {
        switch (RequestDecoder.decode(body, digest -> blobs.find(tenant, digest))) {
            case Decoded.Declined(Refusal declined) -> Replies.refusal(context, declined);
            case Decoded.Understood(Request request) -> {
                Appraisal appraisal = admission.appraise(tenant, request, Optional.of(rules), clock.instant());
                Replies.json(
                        context,
                        200,
                        AppraisalWriter.explanation(judged(metered(appraisal, tenant, rules)), account(tenant)));
            }
        }
    }

    static byte[] bytes(Trial.Result result) {
        return AppraisalWriter.trial(
                result.tried(),
                result.unreadable(),
                result.differences().stream()
                        .map(each -> new AppraisalWriter.Difference(
                                each.execution(), judged(each.before()), judged(each.after())))
                        .toList());
    }

    /** What is granted by itself may still be more than there is at this time. */
    private Appraisal metered(Appraisal appraisal, TenantId tenant, Rulebook rules) {
        return appraisal.denial().isPresent()
                ? appraisal
                : new Appraisal(
                        appraisal.policy(),
                        meter.spent(tenant, rules, 1).map(spent -> new Denial(spent, Origin.POLICY, spent.rule())),
                        appraisal.terms());
    }

    private AppraisalWriter.Account account(TenantId tenant) {
        Map<Span, Use> used = new EnumMap<>(Span.class);
        for (Span span : Span.values()) {
            used.put(span, meter.used(tenant, span));
        }
        return new AppraisalWriter.Account(meter.living(tenant), shared, used);
    }

    private static AppraisalWriter.Judged judged(Appraisal appraisal) {
        return new AppraisalWriter.Judged(
                appraisal.policy(),
                appraisal.denial().map(Explanations::refused),
                appraisal
                        .terms()
                        .map(terms -> new AppraisalWriter.Terms(
                                terms.runtime(), terms.tier(), terms.tierFrom(), terms.run(), terms.build())));
    }

    private static AppraisalWriter.Refused refused(Denial denial) {
        ProblemDocument problem = Problem.of(denial.refusal()).document();
        return new AppraisalWriter.Refused(
                denial.by(), denial.rule(), problem.slug(), problem.status(), problem.detail());
    }
}
