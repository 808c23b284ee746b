package freehold.cli.serve;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names of processes, each another one: what a process had that died is never taken for what its successor has. */
public final class ProcessName {
    private static final int BYTES = 8;

    private ProcessName() {}

    static String control() {
        return "ctl_" + random();
    }

    public static String worker() {
        return "wrk_" + random();
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
