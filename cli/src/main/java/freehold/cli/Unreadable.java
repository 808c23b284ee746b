package freehold.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Why a file that somebody named cannot be read, in words; the names of our classes tell them nothing. */
public final class Unreadable {
    private static final String UNKNOWN = "reading failed";

    private Unreadable() {}

    public static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "permission denied";
            case CharacterCodingException _ -> "it is not text in UTF-8";
            case FileSystemException other ->
                Optional.ofNullable(other.getReason()).orElse(UNKNOWN);
            case IOException other -> Optional.ofNullable(other.getMessage()).orElse(UNKNOWN);
        };
    }
}
