package freehold.control.vault;

import java.io.IOException;

/** Where the master keys of a server come from. Asked again and again, so that a changed key counts at once. */
public interface MasterKeySource {
    /**
     * The keys as they are now.
     *
     * @throws MasterKeyMissing with a sentence, if there is none, or it cannot be used
     */
    MasterKeys current();

    /**
     * Makes one, if there is none and this source can.
     *
     * @return whether it made one
     */
    boolean makeIfAbsent() throws IOException;

    /** Keys that never change. */
    static MasterKeySource of(MasterKeys keys) {
        return new MasterKeySource() {
            @Override
            public MasterKeys current() {
                return keys;
            }

            @Override
            public boolean makeIfAbsent() {
                return false;
            }
        };
    }

    /** For whoever has no business with content. */
    static MasterKeySource none(String sentence) {
        return new MasterKeySource() {
            @Override
            public MasterKeys current() {
                throw new MasterKeyMissing(sentence);
            }

            @Override
            public boolean makeIfAbsent() {
                return false;
            }
        };
    }
}
