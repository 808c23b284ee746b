package freehold.cli;

import freehold.cli.privilege.ThisProcess;
import java.io.PrintWriter;

/** What becomes of a command whose words did not get to whoever called it: it has done nothing for them, for a key is shown once. */
public final class StandardOutput {
    private static final int DESCRIPTOR = 1;

    private StandardOutput() {}

    /**
     * The status of a command that would end with this one. Says why, but to who closed a pipe: they have had enough, and know.
     *
     * @param status its own, which counts if it is not {@link ExitStatus#OK}
     */
    public static int lost(int status, PrintWriter err) {
        boolean isPipe = ThisProcess.isPipe(DESCRIPTOR);
        if (!isPipe) {
            err.println(
                    "freehold: standard output could not be written, so what was to be said is lost; see whether the disk is full");
        }
        return status != ExitStatus.OK ? status : isPipe ? ExitStatus.UNREAD : ExitStatus.IO;
    }
}
