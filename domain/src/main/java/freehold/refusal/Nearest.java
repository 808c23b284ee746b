package freehold.refusal;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which known names somebody may have meant by one that is not known. */
public final class Nearest {
    /** Of a name of three letters one may be wrong, and of shorter ones none: any would be near. */
    private static final int LETTERS_PER_SLIP = 3;

    private static final int MOST = 3;

    /** Nobody's slip is longer, and a stranger may send anything. */
    private static final int LONGEST = 40;

    private Nearest() {}

    /** The nearest of the known names, in their order, if any is near; capitals and a version at the end do not count. */
    public static List<String> of(String asked, Collection<String> known) {
        String plain = asked.toLowerCase(Locale.ROOT);
        if (plain.isBlank() || plain.length() > LONGEST) {
            return List.of();
        }
        List<String> whole = near(plain, known);
        String name = plain.replaceFirst("[-_. ]?[0-9][0-9.]*$", "");
        return whole.isEmpty() && !name.isEmpty() ? near(name, known) : whole;
    }

    /** As a question that ends a sentence, or nothing: {@code did you mean python?}. */
    public static String question(List<String> near) {
        return near.isEmpty() ? "" : "did you mean " + String.join(" or ", near) + "?";
    }

    private static List<String> near(String asked, Collection<String> known) {
        int least = asked.length() / LETTERS_PER_SLIP;
        Set<String> nearest = new LinkedHashSet<>();
        for (String each : known) {
            int distance = distance(asked, each.toLowerCase(Locale.ROOT));
            if (distance < least) {
                nearest.clear();
                least = distance;
            }
            if (distance == least) {
                nearest.add(each);
            }
        }
        return nearest.stream().limit(MOST).toList();
    }

    /** How many letters are missing, too many, others, or in the place of their neighbour. */
    private static int distance(String one, String other) {
        int[][] slips = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    slips[i][j] = i + j;
                    continue;
                }
                int changed = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                slips[i][j] = Math.min(slips[i - 1][j - 1] + changed, 1 + Math.min(slips[i - 1][j], slips[i][j - 1]));
                boolean swapped = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                if (swapped) {
                    slips[i][j] = Math.min(slips[i][j], slips[i - 2][j - 2] + 1);
                }
            }
        }
        return slips[one.length()][other.length()];
    }
}
