package org.ringside.lab.internal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be read or written, in the user's words. */
public final class Reasons {

	private Reasons() {
	}

	/** The reason without the file's name, which the caller says. */
	public static String of(IOException e) {
		return switch (e) {
		case NoSuchFileException _ -> "there is no such file or folder";
		case AccessDeniedException _ -> "access is denied";
		case FileSystemException f when f.getReason() != null -> f.getReason();
		default -> String.valueOf(e.getMessage());
		};
	}
}
