// The number below a bound with the longest Collatz sequence: ./freehold run examples/Collatz.java 300000
public class Collatz {
    record Longest(long start, int steps) {}

    public static void main(String[] arguments) {
        long bound = arguments.length > 0 ? Long.parseLong(arguments[0]) : 100_000;
        var longest = new Longest(1, 0);
        for (long start = 1; start < bound; start++) {
            int steps = steps(start);
            if (steps > longest.steps()) {
                longest = new Longest(start, steps);
            }
        }
        System.out.println(longest.start() + " takes " + longest.steps() + " steps");
    }

    static int steps(long number) {
        int steps = 0;
        while (number != 1) {
            number = number % 2 == 0 ? number / 2 : 3 * number + 1;
            steps++;
        }
        return steps;
    }
}
