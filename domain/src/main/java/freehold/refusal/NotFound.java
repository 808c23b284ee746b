package freehold.refusal;

/** It does not exist, or belongs to somebody else: the caller cannot tell which. */
public record NotFound(Thing thing) implements Refusal {
    /** What can be looked for. */
    public enum Thing {
        PATH("path"),
        EXECUTION("execution"),
        BATCH("batch"),
        ARTIFACT("artifact"),
        RECEIPT("receipt"),
        CONTENT("content"),
        RUNTIME("runtime"),
        POLICY("policy"),
        POLICY_VERSION("version of a policy"),
        ASSIGNMENT("assignment"),
        SECRET("secret"),
        TENANT("tenant"),
        KEY("key"),
        CALLBACK("callback"),
        WORKER("worker"),
        ERROR("error");

        private final String label;

        Thing(String label) {
            this.label = label;
        }

        /** In words, for people. */
        public String label() {
            return label;
        }
    }
}
