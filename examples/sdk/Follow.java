import freehold.client.Event;
import freehold.client.EventStream;
import freehold.client.Execution;
import freehold.client.ExecutionRequest;
import freehold.client.FreeholdClient;
import freehold.client.Limits;
import java.time.Duration;

/**
 * Follows a program while it runs, and says how it ended.
 *
 * <p>mvn -f sdk/java package -DskipTests dependency:copy-dependencies && FREEHOLD_SERVER=http://127.0.0.1:8080 java -cp
 * 'sdk/java/target/*:sdk/java/target/dependency/*' examples/sdk/Follow.java
 */
public class Follow {
    private static final String COUNT =
            """
            import time
            for i in range(3):
                print("tick", i, flush=True)
                time.sleep(0.2)
            """;

    public static void main(String[] arguments) {
        try (FreeholdClient client = FreeholdClient.ofEnvironment()) {
            String id = client.submit(ExecutionRequest.builder("python")
                            .source(COUNT)
                            .limits(Limits.defaults().wall(Duration.ofSeconds(5)))
                            .build())
                    .id();
            try (EventStream events = client.events(id)) {
                for (Event event : events) {
                    switch (event) {
                        case Event.Output output -> System.out.print(output.text());
                        case Event.Finished(long position, Execution execution) ->
                            System.out.println(execution.verdict().orElseThrow().word() + ": "
                                    + execution.explanation().orElseThrow());
                        case Event.StateChanged changed -> {}
                        case Event.Refused refused -> {}
                    }
                }
            }
        }
    }
}
