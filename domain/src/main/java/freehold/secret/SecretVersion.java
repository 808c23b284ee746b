package freehold.secret;

/**
 * One value that a secret has or had.
 *
 * @param number from 1, one more each time a value is put; never used twice for one name
 */
public record SecretVersion(SecretName name, int number) {
    public SecretVersion {
        if (number < 1) {
            throw new IllegalArgumentException("versions count from 1: " + number);
        }
    }

    @Override
    public String toString() {
        return name + " " + number;
    }
}
