package freehold.boundary;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.List;
import java.util.Optional;

/** What a method does in place of upholding its boundary. */
sealed interface Instead permits Change, Instead.Body {
    /** All of it. */
    sealed interface Body extends Instead {
        /** Writes the body of a method that does this. */
        default void write(CodeBuilder code, MethodModel method) {
            ClassDesc owner = method.parent().orElseThrow().thisClass().asSymbol();
            MethodTypeDesc type = method.methodTypeSymbol();
            ClassDesc returned = type.returnType();
            switch (this) {
                case Always(boolean answer)
                when returned.equals(ConstantDescs.CD_boolean) ->
                    code.loadConstant(answer ? 1 : 0).ireturn();
                case Nothing() when returned.equals(ConstantDescs.CD_void) -> code.return_();
                case Nothing()
                when returned.equals(Optional.class.describeConstable().orElseThrow()) ->
                    code.invokestatic(returned, "empty", MethodTypeDesc.of(returned))
                            .areturn();
                case Nothing()
                when returned.equals(List.class.describeConstable().orElseThrow()) ->
                    code.invokestatic(returned, "of", MethodTypeDesc.of(returned), true)
                            .areturn();
                case Nothing()
                when returned.equals(ConstantDescs.CD_byte.arrayType()) ->
                    code.loadConstant(0).newarray(TypeKind.BYTE).areturn();
                case Absent() when !returned.isPrimitive() -> code.aconst_null().areturn();
                case Argument()
                when type.parameterList().contains(returned) ->
                    code.loadLocal(
                                    TypeKind.from(returned),
                                    code.parameterSlot(type.parameterList().lastIndexOf(returned)))
                            .return_(TypeKind.from(returned));
                case Field(String name)
                when !method.flags().has(AccessFlag.STATIC) ->
                    code.aload(0).getfield(owner, name, returned).return_(TypeKind.from(returned));
                case Always _, Nothing _, Argument _, Field _, Absent _ ->
                    throw new IllegalStateException(
                            method.methodName() + type.displayDescriptor() + " cannot have the body: " + this);
            }
        }
    }

    /** Says the same whatever it is asked. */
    record Always(boolean answer) implements Body {}

    /** Finds nothing, or does nothing: an empty optional, list or array; no more than its return where it returns nothing. */
    record Nothing() implements Body {}

    /** Gives back the last of its arguments that is of the type that it returns. */
    record Argument() implements Body {}

    /** Gives back a field of its object. */
    record Field(String name) implements Body {}

    /** Has nothing at all to say: {@code null}. */
    record Absent() implements Body {}

    /**
     * As in a list of boundaries: {@code true}, {@code false}, {@code nothing}, {@code null}, {@code argument}, {@code field NAME}, {@code
     * text A => B}, {@code constant A => B}, {@code call TYPE#METHOD RESULT}, {@code one TYPE#CONSTANT}.
     */
    static Instead parse(String text) {
        String[] parts = text.strip().split(" ", 2);
        return switch (parts[0]) {
            case "true" -> new Always(true);
            case "false" -> new Always(false);
            case "nothing" -> new Nothing();
            case "argument" -> new Argument();
            case "field" -> new Field(parts[1]);
            case "null" -> new Absent();
            case "text" -> {
                String[] sides = halves(parts[1], " => ");
                yield new Change.Text(sides[0], sides[1]);
            }
            case "constant" -> {
                String[] sides = halves(parts[1], " => ");
                yield new Change.Constant(sides[0], sides[1]);
            }
            case "call" -> {
                String[] sides = halves(parts[1], " ");
                String[] called = halves(sides[0], "#");
                yield new Change.Call(called[0], called[1], sides[1]);
            }
            case "one" -> {
                String[] sides = halves(parts[1], "#");
                yield new Change.One(sides[0], sides[1]);
            }
            default -> throw new IllegalArgumentException("not known what to do instead: " + text);
        };
    }

    private static String[] halves(String text, String between) {
        String[] halves = text.split(between, 2);
        if (halves.length < 2) {
            throw new IllegalArgumentException("not two with '" + between + "' between them: " + text);
        }
        return halves;
    }
}
