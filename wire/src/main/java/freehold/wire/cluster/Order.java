package freehold.wire.cluster;

import freehold.tenant.TenantId;
import freehold.wire.link.Speech;

/** What a control says to a worker. */
sealed interface Order {
    /**
     * Begin this, or decline it.
     *
     * @param total bytes of the plan
     * @param first of them; the worker asks for the others
     */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, compared by nobody
    record Assign(Held assignment, long total, byte[] first) implements Order {}

    /** End it; the last report still comes. */
    record Cancel(Held assignment) implements Order {}

    /** Say this to its program; {@link Word.Heard} follows. */
    record Say(Held assignment, long number, Speech speech) implements Order {}

    /** Take nothing new until it is uncordoned. */
    record Cordon() implements Order {}

    /** Take work again. */
    record Uncordon() implements Order {}

    /** Take nothing new, and end when nothing is left. */
    record Drain() implements Order {}

    /** Remove what is kept of that tenant: what was built, and content that was fetched. */
    record ForgetKept(TenantId tenant) implements Order {}

    default byte[] message() {
        return switch (this) {
            case Assign(Held held, long total, byte[] first) -> {
                Writing out = new Writing().number(1);
                held.write(out);
                yield out.number(total).bytes(first).done();
            }
            case Cancel(Held held) -> {
                Writing out = new Writing().number(2);
                held.write(out);
                yield out.done();
            }
            case Say(Held held, long number, Speech speech) -> {
                Writing out = new Writing().number(6);
                held.write(out);
                yield SpeechCodec.write(out.number(number), speech).done();
            }
            case Cordon() -> new Writing().number(3).done();
            case Uncordon() -> new Writing().number(4).done();
            case Drain() -> new Writing().number(5).done();
            case ForgetKept(TenantId tenant) ->
                new Writing().number(7).text(tenant.value()).done();
        };
    }

    static Order read(byte[] message) throws Malformed {
        return Reading.whole(message, in -> switch (in.small()) {
            case 1 -> new Assign(Held.read(in), in.number(), in.bytes());
            case 2 -> new Cancel(Held.read(in));
            case 3 -> new Cordon();
            case 4 -> new Uncordon();
            case 5 -> new Drain();
            case 7 -> new ForgetKept(new TenantId(in.text()));
            case 6 -> new Say(Held.read(in), in.number(), SpeechCodec.read(in));
            default -> throw new IllegalArgumentException("no such order");
        });
    }
}
