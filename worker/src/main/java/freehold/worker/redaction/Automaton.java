package freehold.worker.redaction;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All forms that are looked for, as one: a byte of a stream costs the same however many there are (Aho and Corasick, Efficient string
 * matching, Communications of the ACM 18(6), 1975). A state is the longest end of the stream that begins a form. The states of a form
 * that no earlier one begins with are numbers in a row, so that most of what leads from one to the next need not be stored: seven bytes a state.
 */
final class Automaton {
    static final int START = 0;
    static final int NONE = -1;

    private static final int FORMS_MAX = Short.MAX_VALUE;
    private static final int BYTES = 256;

    private final List<Found> forms;
    private final List<Run> runs = new ArrayList<>(); // by their first states
    private final int[] first = new int[BYTES]; // from the start
    private final BitSet goesOn = new BitSet(); // the next state in the row is reached from it
    private final BitSet branches = new BitSet(); // another is, besides
    private byte[] byWhat = new byte[BYTES];
    private int[] fallback = {};
    private short[] found = new short[BYTES];
    private long[] branchKeys = {};
    private int[] branchStates = {};
    private int size = 1;

    /** What to look for, a character for each byte, and what stands for it. */
    record Form(String bytes, String name) {}

    /** What stands for a form that has so many bytes. */
    record Found(int length, String name) {}

    /** States in a row, the first of which is reached from another one's. */
    private record Run(int first, int length, int parent, int depth) {}

    /** @param forms none of which is empty; of equal ones the first counts */
    Automaton(List<Form> forms) {
        if (forms.size() > FORMS_MAX) {
            throw new IllegalArgumentException("too many forms: " + forms.size());
        }
        this.forms = forms.stream()
                .map(each -> new Found(each.bytes().length(), each.name()))
                .toList();
        found[START] = NONE;
        NavigableMap<Long, Integer> branching = new TreeMap<>();
        for (int number = 0; number < forms.size(); number++) {
            insert(forms.get(number).bytes().getBytes(StandardCharsets.ISO_8859_1), number, branching);
        }
        branchKeys = branching.keySet().stream().mapToLong(each -> each).toArray();
        branchStates = branching.values().stream().mapToInt(each -> each).toArray();
        branching
                .subMap(key(START, (byte) 0), key(START + 1, (byte) 0))
                .forEach((key, state) -> first[(int) (key & 0xff)] = state);
        byWhat = Arrays.copyOf(byWhat, size);
        found = Arrays.copyOf(found, size);
        fallBack();
    }

    private void insert(byte[] form, int number, NavigableMap<Long, Integer> branching) {
        int state = START;
        int at = 0;
        while (at < form.length) {
            int next = goesOn.get(state) && byWhat[state + 1] == form[at]
                    ? state + 1
                    : branching.getOrDefault(key(state, form[at]), NONE);
            if (next == NONE) {
                break;
            }
            state = next;
            at++;
        }
        if (at < form.length) {
            branches.set(state);
            branching.put(key(state, form[at]), size);
            runs.add(new Run(size, form.length - at, state, at + 1));
            state = append(form, at);
        }
        if (found[state] == NONE) {
            found[state] = (short) number;
        }
    }

    /** The last of the new states. */
    private int append(byte[] form, int from) {
        int count = form.length - from;
        if (size + count > byWhat.length) {
            byWhat = Arrays.copyOf(byWhat, Math.max(size + count, byWhat.length * 2));
            found = Arrays.copyOf(found, byWhat.length);
        }
        System.arraycopy(form, from, byWhat, size, count);
        Arrays.fill(found, size, size + count, (short) NONE);
        goesOn.set(size, size + count - 1);
        size += count;
        return size - 1;
    }

    /** From the start on outwards: where a state falls back to is nearer to it. */
    private void fallBack() {
        fallback = new int[size];
        Deque<Run> later = new ArrayDeque<>(
                runs.stream().sorted(Comparator.comparingInt(Run::depth)).toList());
        List<Run> growing = new ArrayList<>();
        for (int depth = 1; !later.isEmpty() || !growing.isEmpty(); depth++) {
            while (!later.isEmpty() && later.getFirst().depth() == depth) {
                growing.add(later.removeFirst());
            }
            int reached = depth;
            growing.forEach(run -> fallBack(run, reached - run.depth()));
            growing.removeIf(run -> reached - run.depth() == run.length() - 1);
        }
    }

    private void fallBack(Run run, int at) {
        int state = run.first() + at;
        int parent = at == 0 ? run.parent() : state - 1;
        if (parent != START) {
            int near = fallback[parent];
            int next = next(near, byWhat[state]);
            while (next == NONE && near != START) {
                near = fallback[near];
                next = next(near, byWhat[state]);
            }
            fallback[state] = Math.max(next, START);
        }
        if (found[state] == NONE) {
            found[state] = found[fallback[state]];
        }
    }

    private static long key(int state, byte next) {
        return ((long) state << Byte.SIZE) | (next & 0xff);
    }

    /** The state behind that byte, in which all of this one is; or none. */
    int next(int state, byte next) {
        if (state == START) {
            int reached = first[next & 0xff];
            return reached == START ? NONE : reached;
        }
        if (goesOn.get(state) && byWhat[state + 1] == next) {
            return state + 1;
        }
        if (branches.get(state)) {
            int place = Arrays.binarySearch(branchKeys, key(state, next));
            return place < 0 ? NONE : branchStates[place];
        }
        return NONE;
    }

    /** The longest end of that state which is one too. */
    int fallback(int state) {
        return fallback[state];
    }

    /** Whether a longer one begins with it. */
    boolean isOpen(int state) {
        return goesOn.get(state) || branches.get(state);
    }

    /** The longest form that ends with it, the others that do being parts of that one; or null, as for most. */
    @Nullable
    Found found(int state) {
        int number = found[state];
        return number == NONE ? null : forms.get(number);
    }

    boolean isEmpty() {
        return forms.isEmpty();
    }

    /** How many bytes it is of. */
    int depth(int state) {
        if (state == START) {
            return 0;
        }
        int from = 0;
        int to = runs.size() - 1;
        while (from < to) {
            int middle = (from + to + 1) >>> 1;
            if (runs.get(middle).first() <= state) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        Run run = runs.get(from);
        return run.depth() + state - run.first();
    }
}
