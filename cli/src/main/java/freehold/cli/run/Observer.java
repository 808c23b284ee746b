package freehold.cli.run;

import freehold.execution.StepName;
import freehold.execution.WorkPath;
import freehold.wire.client.EventJson;
import freehold.wire.link.Stream;
import java.io.InputStream;
import java.util.Optional;

/** Hears what comes out of a run. */
interface Observer {
    /** The program, or its build, wrote. */
    void output(StepName step, Stream stream, byte[] bytes);

    /** The same, as a server tells it; events that tell of no output are passed over. */
    default void heard(EventJson.Message event) {
        if (event.name().equals("stdout") || event.name().equals("stderr")) {
            EventJson.Output output = EventJson.output(event.data());
            output(
                    output.step().equals(Optional.of("build")) ? StepName.BUILD : StepName.RUN,
                    event.name().equals("stdout") ? Stream.STDOUT : Stream.STDERR,
                    output.bytes());
        }
    }

    /** A file that was collected; the stream is valid during the call. */
    void artifact(WorkPath path, InputStream bytes);

    /** The caller should know something about the conversation, such as that what was said was not passed on. */
    void notice(String sentence);
}
