package freehold.wire.pack;

import freehold.quantity.Digest;
import freehold.runtime.Pack;

/**
 * One {@code pack.yaml}, read.
 *
 * @param licence of the runtime, as people should know it
 * @param notes what a user should know, empty when there is nothing
 * @param host how the toolchain is found on this host
 * @param digest of the file's bytes and of the parts it may use
 */
public record PackFile(Pack pack, String licence, String notes, HostSource host, Digest digest) {}
