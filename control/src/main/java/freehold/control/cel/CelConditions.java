package freehold.control.cel;

import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelVariableResolver;
import dev.cel.runtime.Program;
import freehold.control.policy.Checks;
import freehold.control.policy.Conditions;
import freehold.control.policy.Facts;
import freehold.policy.Condition;
import freehold.policy.Objection;
import freehold.refusal.FieldFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Compiles conditions in CEL. The language's own classes are loaded when the first condition is compiled, and not before. */
public final class CelConditions implements Conditions {
    private static final int ISSUES_MAX = 3;
    private static final int PATTERN_SHOWN_MAX = 60;

    @Override
    public Compiled compile(List<Condition> conditions) {
        if (conditions.isEmpty()) {
            return new Compiled.Ready(Checks.NONE);
        }
        List<Check> checks = new ArrayList<>();
        List<FieldFault> faults = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            String pointer = "#/conditions/" + i;
            CelValidationResult result = CelLanguage.COMPILER.compile(
                    conditions.get(i).require(), conditions.get(i).name());
            if (result.hasError()) {
                result.getErrors().stream()
                        .limit(ISSUES_MAX)
                        .map(issue -> new FieldFault(pointer + "/require", sentence(issue)))
                        .forEach(faults::add);
            } else {
                checks.add(new Check(pointer, conditions.get(i), program(result)));
            }
        }
        List<Check> all = List.copyOf(checks);
        return faults.isEmpty() ? new Compiled.Ready(facts -> objection(all, facts)) : new Compiled.Wrong(faults);
    }

    @Override
    public List<FieldFault> unreadable(List<Condition> conditions) {
        List<FieldFault> faults = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            String pointer = "#/conditions/" + i + "/require";
            patterns(conditions.get(i))
                    .flatMap(pattern -> CelLanguage.objection(pattern)
                            .map(why -> "the pattern '" + shown(pattern) + "' can never be used: " + why
                                    + "; patterns are of RE2")
                            .stream())
                    .distinct()
                    .limit(ISSUES_MAX)
                    .map(sentence -> new FieldFault(pointer, sentence))
                    .forEach(faults::add);
        }
        return faults;
    }

    /** Those that are written out; what a request brings is seen when it comes. */
    private static Stream<String> patterns(Condition condition) {
        CelValidationResult result = CelLanguage.COMPILER.compile(condition.require(), condition.name());
        try {
            return CelNavigableAst.fromAst(result.getAst())
                    .getRoot()
                    .allNodes()
                    .map(CelNavigableExpr::expr)
                    .filter(expr -> expr.getKind() == CelExpr.ExprKind.Kind.CALL)
                    .map(CelExpr::call)
                    .filter(call -> CelLanguage.MATCHING.contains(call.function()))
                    .map(call -> call.args().getLast())
                    .filter(expr -> expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                            && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE)
                    .map(expr -> expr.constant().stringValue());
        } catch (CelValidationException wrong) {
            return Stream.empty(); // told by whoever compiles it
        }
    }

    private static String shown(String pattern) {
        return pattern.length() <= PATTERN_SHOWN_MAX ? pattern : pattern.substring(0, PATTERN_SHOWN_MAX) + "…";
    }

    private record Check(String pointer, Condition condition, Program program) {}

    private static Program program(CelValidationResult result) {
        try {
            return CelLanguage.RUNTIME.createProgram(result.getAst());
        } catch (CelValidationException | CelEvaluationException impossible) {
            throw new IllegalStateException("what was checked has no program", impossible);
        }
    }

    private static String sentence(CelIssue issue) {
        var place = issue.getSourceLocation();
        String message = issue.getMessage().strip();
        String hint = message.startsWith("undeclared reference")
                ? "; there are " + String.join(", ", CelVocabulary.names()) + ", and no loops"
                : "";
        return "line " + place.getLine() + ", column " + (place.getColumn() + 1) + ": " + message + hint;
    }

    private static Optional<Objection> objection(List<Check> checks, Facts facts) {
        CelVariableResolver variables = name -> CelVocabulary.value(name, facts);
        for (Check check : checks) {
            Optional<String> why = objection(check, variables);
            if (why.isPresent()) {
                return Optional.of(new Objection(check.pointer(), why.get()));
            }
        }
        return Optional.empty();
    }

    /** What cannot be evaluated does not hold. */
    private static Optional<String> objection(Check check, CelVariableResolver variables) {
        try {
            return Boolean.TRUE.equals(check.program().eval(variables))
                    ? Optional.empty()
                    : Optional.of(check.condition().message());
        } catch (CelEvaluationException | RuntimeException failed) {
            return Optional.of("Its condition " + check.condition().name()
                    + " cannot be evaluated for this request, and so refuses it: " + failed.getMessage());
        }
    }
}
