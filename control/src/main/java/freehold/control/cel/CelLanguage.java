package freehold.control.cel;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The language as policies have it: the standard functions, and no macros, so that nothing loops. In place of loops a list of texts has
 * {@code allMatch} and {@code anyMatch}, which take a pattern of RE2 as {@code matches} does.
 */
final class CelLanguage {
    private static final int EXPRESSION_MAX = 2_000;
    private static final int NODES_MAX = 200;
    private static final int DEPTH_MAX = 32;
    private static final int PATTERN_INSTRUCTIONS_MAX = 500;

    /** The guess counts brackets that need no instruction, so what is allowed may be guessed twice as large. */
    private static final int GUESS_MAX = 2 * PATTERN_INSTRUCTIONS_MAX;

    private static final int PATTERNS_KEPT_MAX = 256;

    /** The functions whose last argument is a pattern. */
    static final Set<String> MATCHING = Set.of("matches", "allMatch", "anyMatch");

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(EXPRESSION_MAX)
            .maxParseExpressionNodeCount(NODES_MAX)
            .maxParseRecursionDepth(DEPTH_MAX)
            .enableComprehension(false)
            .enableHeterogeneousNumericComparisons(true) // the planner takes it in no other way
            .maxRegexProgramSize(PATTERN_INSTRUCTIONS_MAX)
            .build();
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    static final CelCompiler COMPILER = compiler();
    static final CelRuntime RUNTIME = CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(OPTIONS)
            .setStandardFunctions(CelStandardFunctions.newBuilder()
                    .excludeFunctions(CelStandardFunctions.StandardFunction.MATCHES) // it measures what it has compiled
                    .build())
            .addFunctionBindings(
                    CelFunctionBinding.from(
                            "list_all_match",
                            List.class,
                            String.class,
                            (texts, pattern) -> texts(texts).allMatch(finding(pattern))),
                    CelFunctionBinding.from(
                            "list_any_match",
                            List.class,
                            String.class,
                            (texts, pattern) -> texts(texts).anyMatch(finding(pattern))),
                    CelFunctionBinding.from("matches", String.class, String.class, CelLanguage::matches),
                    CelFunctionBinding.from("matches_string", String.class, String.class, CelLanguage::matches))
            .build();

    private CelLanguage() {}

    private static CelCompiler compiler() {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .addFunctionDeclarations(onTexts("allMatch", "list_all_match"), onTexts("anyMatch", "list_any_match"))
                .setResultType(SimpleType.BOOL);
        CelVocabulary.TYPES.forEach(builder::addVar);
        return builder.build();
    }

    private static CelFunctionDecl onTexts(String name, String overload) {
        return CelFunctionDecl.newFunctionDeclaration(
                name,
                CelOverloadDecl.newMemberOverload(
                        overload, SimpleType.BOOL, ListType.create(SimpleType.STRING), SimpleType.STRING));
    }

    private static Stream<String> texts(List<?> values) {
        return values.stream().map(String.class::cast);
    }

    private static boolean matches(String text, String pattern) {
        return finding(pattern).test(text);
    }

    private static IllegalArgumentException tooLarge() {
        return new IllegalArgumentException("a pattern has more than " + PATTERN_INSTRUCTIONS_MAX + " instructions");
    }

    /** Why a pattern can never be used; empty if it can. */
    static Optional<String> objection(String pattern) {
        try {
            var _ = finding(pattern);
            return Optional.empty();
        } catch (PatternSyntaxException | IllegalArgumentException wrong) {
            return Optional.ofNullable(wrong.getMessage());
        }
    }

    private static Predicate<String> finding(String text) {
        Pattern known = PATTERNS.get(text);
        Pattern pattern = known == null ? compiled(text) : known;
        return each -> pattern.matcher(each).find();
    }

    private static Pattern compiled(String text) {
        // compiling a large one would take the memory that its size is limited for, so a guess comes first
        if (PatternSize.guess(text) > GUESS_MAX) {
            throw tooLarge();
        }
        Pattern pattern = Pattern.compile(text);
        if (pattern.programSize() > PATTERN_INSTRUCTIONS_MAX) {
            throw tooLarge();
        }
        if (PATTERNS.size() < PATTERNS_KEPT_MAX) {
            PATTERNS.put(text, pattern);
        }
        return pattern;
    }
}
