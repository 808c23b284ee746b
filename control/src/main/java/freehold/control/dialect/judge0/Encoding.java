package freehold.control.dialect.judge0;

import freehold.control.exchange.Call;

/** How a client writes and reads what may be no text. */
enum Encoding {
    PLAIN,
    BASE64;

    /** As asked for; the peer's release takes it for plain unless it is told otherwise. */
    static Encoding of(Call call) {
        return call.parameter("base64_encoded").filter("true"::equals).isPresent() ? BASE64 : PLAIN;
    }
}
