package freehold.worker.rootfs;

/** A toolchain is there, but cannot be offered; the message says why, and is shown as the reason of a missing runtime. */
final class ToolchainUnusable extends Exception {
    ToolchainUnusable(String reason) {
        super(reason);
    }
}
