package freehold.worker.rootfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElfFileTest {
    @TempDir
    Path folder;

    @Test
    void reads_what_the_loader_reads() throws IOException {
        Path file = write(sample("$ORIGIN/../lib:/opt/x", 29));

        ElfFile elf = ElfFile.read(file).orElseThrow();

        assertThat(elf.interpreter()).contains("/lib64/ld-linux-x86-64.so.2");
        assertThat(elf.needed()).containsExactly("libtiny.so.1");
        assertThat(elf.runpath()).containsExactly("$ORIGIN/../lib", "/opt/x");
        assertThat(elf.rpath()).isEmpty();
        assertThat(elf.machine()).isEqualTo(62);
    }

    @Test
    void tells_the_old_search_path_from_the_new() throws IOException {
        Path file = write(sample("/old", 15));

        ElfFile elf = ElfFile.read(file).orElseThrow();

        assertThat(elf.rpath()).containsExactly("/old");
        assertThat(elf.runpath()).isEmpty();
    }

    @Test
    void takes_other_files_for_what_they_are() throws IOException {
        assertThat(ElfFile.read(write("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8))))
                .isEmpty();
        assertThat(ElfFile.read(write(new byte[0]))).isEmpty();
        assertThat(ElfFile.read(write(new byte[200]))).isEmpty();
    }

    @Test
    void survives_damage_of_any_byte() throws IOException {
        byte[] whole = sample("/old", 15);
        Random random = new Random(20260101);

        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] = (byte) random.nextInt(256);
            Optional<ElfFile> read = ElfFile.read(write(damaged));
            read.ifPresent(elf -> assertThat(elf.needed()).hasSizeLessThan(100));
        }
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("file"), bytes);
    }

    /** A header, three segments (load, interp, dynamic), a dynamic table and its strings; addresses are offsets + 0x1000. */
    private static byte[] sample(String path, int tag) {
        byte[] strings = ("\0libtiny.so.1\0" + path + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] loader = "/lib64/ld-linux-x86-64.so.2\0".getBytes(StandardCharsets.UTF_8);
        int interp = 64 + 3 * 56;
        int dynamic = interp + loader.length;
        int text = dynamic + 4 * 16;
        ByteBuffer bytes = ByteBuffer.allocate(text + strings.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
        bytes.putShort(18, (short) 62).putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) 3);
        segment(bytes, 64, 1, 0, bytes.capacity());
        segment(bytes, 64 + 56, 3, interp, loader.length);
        segment(bytes, 64 + 112, 2, dynamic, 4 * 16);
        bytes.put(interp, loader);
        bytes.putLong(dynamic, 1).putLong(dynamic + 8, 1);
        bytes.putLong(dynamic + 16, tag).putLong(dynamic + 24, 14);
        bytes.putLong(dynamic + 32, 5).putLong(dynamic + 40, 0x1000 + text);
        bytes.put(text, strings);
        byte[] all = new byte[bytes.capacity()];
        bytes.get(0, all);
        return all;
    }

    private static void segment(ByteBuffer bytes, int at, int type, long offset, long size) {
        bytes.putInt(at, type)
                .putLong(at + 8, offset)
                .putLong(at + 16, 0x1000 + offset)
                .putLong(at + 32, size);
    }
}
