package freehold.proof.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A switch over a sealed type has no {@code default}, so that a new case is a compile error wherever it must be thought of. Seen in the
 * compiled code: without {@code default} the compiler ends such a switch by throwing a MatchException.
 */
class SwitchTest {
    private static final String MATCH_EXCEPTION = "java/lang/MatchException";

    private final Checkout checkout = Checkout.here();

    @Test
    void a_switch_over_a_sealed_type_has_no_default() throws IOException {
        Map<String, Set<String>> sealed = sealedTypesOfEachCase();
        List<String> wrong = new ArrayList<>();
        for (Path file : classFiles()) {
            for (MethodModel method : ClassFile.of().parse(file).methods()) {
                method.code()
                        .filter(code -> overSealed(code, sealed) && !throwsMatchException(code))
                        .ifPresent(_ -> wrong.add(checkout.relative(file) + " " + method.methodName()));
            }
        }

        assertThat(sealed).isNotEmpty();
        assertThat(wrong).isEmpty();
    }

    /** Whether a switch by type in it has cases that are all permitted by one sealed type of ours. */
    private static boolean overSealed(CodeModel code, Map<String, Set<String>> sealed) {
        for (var element : code) {
            if (element instanceof InvokeDynamicInstruction call && call.name().equalsString("typeSwitch")) {
                Set<String> ofAll = null;
                for (var label : call.bootstrapArgs()) {
                    if (label instanceof ClassDesc type) {
                        Set<String> ofOne = sealed.getOrDefault(type.descriptorString(), Set.of());
                        ofAll = ofAll == null ? new HashSet<>(ofOne) : ofAll;
                        ofAll.retainAll(ofOne);
                    }
                }
                if (ofAll != null && !ofAll.isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean throwsMatchException(CodeModel code) {
        for (var element : code) {
            if (element instanceof NewObjectInstruction made
                    && made.className().asInternalName().equals(MATCH_EXCEPTION)) {
                return true;
            }
        }
        return false;
    }

    private Map<String, Set<String>> sealedTypesOfEachCase() throws IOException {
        Map<String, Set<String>> sealed = new HashMap<>();
        for (Path file : classFiles()) {
            var type = ClassFile.of().parse(file);
            type.findAttribute(Attributes.permittedSubclasses())
                    .ifPresent(permitted -> permitted
                            .permittedSubclasses()
                            .forEach(name -> sealed.computeIfAbsent(
                                            "L" + name.asInternalName() + ";", _ -> new HashSet<>())
                                    .add(type.thisClass().asInternalName())));
        }
        return sealed;
    }

    private List<Path> classFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String module : Checkout.MODULES) {
            if (Files.isDirectory(checkout.classes(module))) {
                try (var found = Files.walk(checkout.classes(module))) {
                    found.filter(file -> file.toString().endsWith(".class")).forEach(files::add);
                }
            }
        }
        return files;
    }
}
