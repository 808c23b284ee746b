package freehold.worker.rootfs;

/** Hears what takes time, so that a person who waits can see it. Called from several threads. */
@FunctionalInterface
public interface Progress {
    /**
     * Something begins.
     *
     * @param runtime such as {@code go 1.26.8}
     * @param doing such as {@code warming its cache}
     */
    void begins(String runtime, String doing);
}
