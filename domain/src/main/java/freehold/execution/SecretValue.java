package freehold.execution;

import freehold.secret.SecretName;

/** The value of a secret on its way to a program: never stored, logged or told. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and copied by nobody
public record SecretValue(SecretName name, Injection injection, byte[] bytes) {
    /** Never the value: it would end up in a log. */
    @Override
    public String toString() {
        return "secret " + name;
    }
}
