package freehold.control.dialect.judge0;

import freehold.control.callback.Letter;
import freehold.control.callback.Scribe;
import freehold.control.dialect.PeerJson;
import freehold.control.record.Entry;
import freehold.runtime.Catalogue;
import java.util.function.Supplier;

/** Tells the end of a submission as the peer does: a PUT of its usual fields, in base64. What is no submission is another's to tell. */
public final class CallbackScribe implements Scribe {
    private final Languages languages;
    private final Scribe others;

    /** @param catalogue asked anew each time, for runtimes come and go */
    public CallbackScribe(Supplier<Catalogue> catalogue, Scribe others) {
        this.languages = new Languages(catalogue);
        this.others = others;
    }

    @Override
    public Letter letter(Entry entry) {
        return SubmissionView.of(entry, languages)
                .map(view -> new Letter(Letter.Method.PUT, PeerJson.bytes(view.json(Field.USUAL, Encoding.BASE64))))
                .orElseGet(() -> others.letter(entry));
    }
}
