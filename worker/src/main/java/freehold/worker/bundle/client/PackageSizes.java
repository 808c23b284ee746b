package freehold.worker.bundle.client;

import freehold.quantity.Bytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What a package will need on disk, by what it says itself: an estimate for people, never a bound. */
final class PackageSizes {
    private PackageSizes() {}

    /** The last four bytes of a gzip file are its size modulo 2^32 (RFC 1952). */
    static Bytes gzip(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] size = new byte[4];
            in.seek(Math.max(0, in.length() - 4));
            in.readFully(size);
            return new Bytes(Integer.toUnsignedLong(
                    ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN).getInt()));
        }
    }

    static Bytes zip(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return new Bytes(zip.stream()
                    .mapToLong(ZipEntry::getSize)
                    .filter(size -> size > 0)
                    .sum());
        }
    }
}
