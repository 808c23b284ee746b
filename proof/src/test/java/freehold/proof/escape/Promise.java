package freehold.proof.escape;

import freehold.cell.Cause;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How a program may end; any of these keeps the promise. */
record Promise(List<End> ends) {

    /** One way to end. */
    sealed interface End {}

    /** It found every door shut, said HELD and exited with 0. */
    record Held(boolean acceptsChannel) implements End {}

    /** The kernel ended it by this signal. */
    record Crashed(int signal) implements End {}

    /** The daemon ended it for this cause. */
    record Ended(Cause cause) implements End {}

    /**
     * A forbidden call ended it.
     *
     * @param call its name, or its number where the name says too little
     * @param machine {@code i386} when it came through the 32-bit gate
     */
    record Denied(String call, Optional<String> machine) implements End {}

    static Promise of(String text, String oneCase) {
        return new Promise(
                Arrays.stream(text.split(" or ")).map(end -> end(end, oneCase)).toList());
    }

    private static End end(String text, String oneCase) {
        String[] words = text.split(" ", 3);
        return switch (words[0]) {
            case "HELD" -> new Held(false);
            case "accepted" -> new Held(true);
            case "cpu_exceeded" -> new Ended(Cause.CPU);
            case "wall_exceeded" -> new Ended(Cause.WALL);
            case "memory_exceeded" -> new Ended(Cause.MEMORY);
            case "output_exceeded" -> new Ended(words[1].equals("stdout") ? Cause.STDOUT : Cause.STDERR);
            case "crashed" -> new Crashed(Integer.parseInt(words[1]));
            case "no_exec" -> new Ended(Cause.NO_EXEC);
            case "forbidden" ->
                text.equals("forbidden by its name")
                        ? new Denied(oneCase, Optional.empty())
                        : new Denied(words[1], words.length > 2 ? Optional.of(words[2]) : Optional.empty());
            default -> throw new IllegalArgumentException("not a promise: " + text);
        };
    }

    /** Whether nothing but HELD was promised, so that the program itself says what it found. */
    boolean isHeldAlone() {
        return ends.stream().allMatch(end -> end instanceof Held);
    }
}
