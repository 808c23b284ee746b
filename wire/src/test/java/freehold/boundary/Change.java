package freehold.boundary;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.concurrent.atomic.AtomicInteger;

/** What a method does in place of a part of what it did; the rest it does as before. */
sealed interface Change extends Instead {
    /** Has another text in its string constants. */
    record Text(String former, String latter) implements Change {}

    /** Reads another constant of the same class and type. */
    record Constant(String former, String latter) implements Change {}

    /**
     * Does not call a method.
     *
     * @param owner the class that is called, without its package
     * @param result what comes in place of its result: {@code true}, {@code false}, {@code null}, {@code receiver}, {@code TYPE#CONSTANT}, or
     *     {@code => NAME} for that of another method of the same type
     */
    record Call(String owner, String name, String result) implements Change {}

    /** Takes a constant of its class for each argument of a type, so that all of that type are as one. */
    record One(String type, String constant) implements Change {}

    /** Changes one method. Counts what there was to change. */
    default CodeTransform in(MethodModel method, AtomicInteger changes) {
        return switch (this) {
            case Text _, Constant _, Call _ -> (code, element) -> change(code, element, changes);
            case One(String type, String constant) -> started(method, ClassDesc.of(type), constant, changes);
        };
    }

    private static boolean has(ConstantDesc argument, String text) {
        return argument instanceof String value && value.contains(text);
    }

    private void change(CodeBuilder builder, CodeElement element, AtomicInteger changes) {
        switch (this) {
            case Text(String former, String latter)
            when element instanceof ConstantInstruction constant
                    && constant.constantValue() instanceof String value
                    && value.contains(former) -> {
                changes.incrementAndGet();
                builder.loadConstant(value.replace(former, latter));
            }
            case Text(String former, String latter)
            when element instanceof InvokeDynamicInstruction call
                    && call.bootstrapArgs().stream().anyMatch(each -> has(each, former)) -> {
                changes.incrementAndGet();
                builder.invokedynamic(DynamicCallSiteDesc.of(
                        call.bootstrapMethod(),
                        call.name().stringValue(),
                        call.typeSymbol(),
                        call.bootstrapArgs().stream()
                                .map(each -> each instanceof String value ? value.replace(former, latter) : each)
                                .toArray(ConstantDesc[]::new)));
            }
            case Constant(String former, String latter)
            when element instanceof FieldInstruction field
                    && field.opcode() == Opcode.GETSTATIC
                    && field.name().equalsString(former) -> {
                changes.incrementAndGet();
                builder.getstatic(field.owner().asSymbol(), latter, field.typeSymbol());
            }
            case Call(String owner, String name, String result)
            when element instanceof InvokeInstruction call
                    && call.name().equalsString(name)
                    && call.owner().asSymbol().displayName().equals(owner) -> {
                changes.incrementAndGet();
                uncalled(builder, call, result);
            }
            case Text _, Constant _, Call _, One _ -> builder.with(element);
        }
    }

    private static void uncalled(CodeBuilder code, InvokeInstruction call, String result) {
        MethodTypeDesc type = call.typeSymbol();
        if (result.startsWith("=> ")) {
            code.invoke(
                    call.opcode(), call.owner().asSymbol(), result.substring("=> ".length()), type, call.isInterface());
            return;
        }
        type.parameterList().reversed().forEach(each -> pop(code, each));
        if (call.opcode() != Opcode.INVOKESTATIC && !result.equals("receiver")) {
            code.pop();
        }
        switch (result) {
            case "true" -> code.loadConstant(1);
            case "false" -> code.loadConstant(0);
            case "null" -> code.aconst_null();
            case "receiver" -> code.nop();
            default -> {
                String[] constant = result.split("#", 2);
                if (constant.length < 2) {
                    throw new IllegalStateException("not known what comes of no call: " + result);
                }
                code.getstatic(ClassDesc.of(constant[0]), constant[1], type.returnType());
            }
        }
    }

    private static void pop(CodeBuilder code, ClassDesc type) {
        if (TypeKind.from(type).slotSize() == 2) {
            code.pop2();
        } else {
            code.pop();
        }
    }

    private static CodeTransform started(MethodModel method, ClassDesc type, String constant, AtomicInteger changes) {
        MethodTypeDesc taken = method.methodTypeSymbol();
        return new CodeTransform() {
            @Override
            public void atStart(CodeBuilder code) {
                for (int i = 0; i < taken.parameterCount(); i++) {
                    if (taken.parameterType(i).equals(type)) {
                        changes.incrementAndGet();
                        code.getstatic(type, constant, type).astore(code.parameterSlot(i));
                    }
                }
            }

            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                code.with(element);
            }
        };
    }
}
