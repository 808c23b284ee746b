import freehold.client.Conversation;
import freehold.client.Event;
import freehold.client.ExecutionRequest;
import freehold.client.FreeholdClient;

/**
 * Talks to a program while it runs.
 *
 * <p>mvn -f sdk/java package -DskipTests dependency:copy-dependencies && FREEHOLD_SERVER=http://127.0.0.1:8080 java -cp
 * 'sdk/java/target/*:sdk/java/target/dependency/*' examples/sdk/Talk.java
 */
public class Talk {
    private static final String HALVES =
            """
            number = int(input("a number? "))
            print(number // 2, "is half of", number)
            """;

    public static void main(String[] arguments) {
        try (FreeholdClient client = FreeholdClient.ofEnvironment()) {
            String id = client.submit(ExecutionRequest.builder("python")
                            .source(HALVES)
                            .interactive()
                            .build())
                    .id();
            try (Conversation talk = client.attach(id)) {
                for (Event event : talk) {
                    switch (event) {
                        case Event.Output output when output.text().equals("a number? ") -> talk.write("42\n");
                        case Event.Output output -> System.out.print(output.text());
                        case Event.Refused refused -> throw refused.reason();
                        case Event.StateChanged changed -> {}
                        case Event.Finished finished -> {}
                    }
                }
            }
        }
    }
}
