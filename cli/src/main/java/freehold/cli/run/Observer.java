package freehold.cli.run;

import freehold.execution.StepName;
import freehold.execution.WorkPath;
import freehold.wire.link.Stream;
import java.io.InputStream;

/** Hears what comes out of a run. */
interface Observer {
    /** The program, or its build, wrote. */
    void output(StepName step, Stream stream, byte[] bytes);

    /** A file that was collected; the stream is valid during the call. */
    void artifact(WorkPath path, InputStream bytes);

    /** The caller should know something about the conversation, such as that what was said was not passed on. */
    void notice(String sentence);
}
