package freehold.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code freehold version} says. */
public final class Version implements IVersionProvider {
    /** Kept in step with the version of the build by a test. */
    public static final String NUMBER = "0.1.0";

    @Override
    public String[] getVersion() {
        return new String[] {
            "freehold " + NUMBER,
            "JDK " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.version")
                    + " " + System.getProperty("os.arch")
        };
    }
}
