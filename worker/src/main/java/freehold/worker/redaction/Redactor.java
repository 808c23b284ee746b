package freehold.worker.redaction;

import freehold.execution.SecretValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the values of an execution are replaced with, and where they are looked for. Each stream of output has a pass of its own. */
public final class Redactor {
    private static final int CHUNK = 64 << 10;

    private final Automaton automaton;

    /** @param values none of which is empty */
    public Redactor(List<SecretValue> values) {
        List<Automaton.Form> all = new ArrayList<>();
        for (SecretValue value : values) {
            String name = "[secret " + value.name() + "]";
            for (String form : Forms.of(value.bytes())) {
                all.add(new Automaton.Form(form, name));
            }
        }
        this.automaton = new Automaton(all);
    }

    /** Whether there is nothing to look for. */
    public boolean isIdle() {
        return automaton.isEmpty();
    }

    /** Whether a text has a value in any form in it. */
    public boolean isIn(String text) {
        return pass().finds(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Begins a stream. */
    public Pass pass() {
        return new Pass(automaton);
    }

    /** The stream without the values; closing it closes that one. */
    public InputStream redacted(InputStream in) {
        Pass pass = pass();
        return new InputStream() {
            private InputStream ready = InputStream.nullInputStream();
            private boolean over;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                int count = ready.read(bytes, offset, length);
                while (count < 0 && !over) {
                    byte[] chunk = in.readNBytes(CHUNK);
                    over = chunk.length == 0;
                    ready = new ByteArrayInputStream(over ? pass.end() : pass.take(chunk));
                    count = ready.read(bytes, offset, length);
                }
                return count;
            }

            @Override
            public void close() throws IOException {
                in.close();
            }
        };
    }
}
