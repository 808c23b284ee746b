package freehold.wire.oci;

/** A document of an image that cannot be used. */
public final class ImageFault extends RuntimeException {
    public ImageFault(String message) {
        super(message);
    }
}
