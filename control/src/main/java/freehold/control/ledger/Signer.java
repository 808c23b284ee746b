package freehold.control.ledger;

/** Tells which key signs. Asked for each line, so that a changed key counts at once. */
@FunctionalInterface
public interface Signer {
    SigningKey current();
}
