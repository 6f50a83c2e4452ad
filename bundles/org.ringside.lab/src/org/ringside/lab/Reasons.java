package org.ringside.lab;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file could not be read or written, in the user's words. */
public final class Reasons {

	private Reasons() {
	}

	/** The reason without the file's name, which the caller says; the system's own where it gives one. */
	public static String of(IOException e) {
		return switch (e) {
		case NoSuchFileException _ -> "there is no such file or folder";
		case FileNotFoundException _ -> "there is no such file or folder";
		case AccessDeniedException _ -> "access is denied";
		case FileAlreadyExistsException _ -> "there is a file of that name";
		case NotDirectoryException _ -> "it is no folder";
		case DirectoryNotEmptyException _ -> "the folder is not empty";
		case FileSystemLoopException _ -> "links lead in a circle";
		case CharacterCodingException _ -> "it is not text in UTF-8";
		case FileSystemException f when f.getReason() != null -> f.getReason();
		default -> String.valueOf(e.getMessage());
		};
	}
}
