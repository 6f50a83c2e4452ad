package org.ringside.cli.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.ringside.lab.LabException;
import org.ringside.lab.Reasons;

/** A file that the user named. */
final class InputFile {

	/** More than any program, kernel or RAM disk, and less than an array can hold. */
	private static final long MOST = 1L << 30;
	/** A pipe or a device has no size, and need not end. */
	private static final int MOST_OF_A_STREAM = 256 << 20;
	/** More than anybody has written, typed or recorded. */
	private static final int MOST_OF_A_TEXT = 64 << 20;

	private InputFile() {
	}

	/** True if there is a file of that name. */
	static boolean exists(String name) {
		try {
			return Files.exists(Path.of(name));
		} catch (InvalidPathException e) {
			return false;
		}
	}

	/** Its contents; said with the option, which is empty for a parameter, if it cannot be read. */
	static byte[] bytes(String option, String name) {
		Path file = path(option, name);
		try {
			if (Files.isDirectory(file)) {
				throw new LabException(said(option, name) + ": this is a folder; name a file");
			}
			if (Files.size(file) > MOST) {
				throw new LabException(said(option, name) + ": it has " + Files.size(file) + " bytes; at most 1 GiB can be read");
			}
			return Files.isRegularFile(file) ? Files.readAllBytes(file) : stream(option, name, file);
		} catch (NoSuchFileException e) {
			throw new LabException(said(option, name) + ": there is no such file", e);
		} catch (IOException e) {
			throw new LabException(said(option, name) + ": it cannot be read: " + Reasons.of(e), e);
		}
	}

	private static byte[] stream(String option, String name, Path file) throws IOException {
		try (InputStream in = Files.newInputStream(file)) {
			byte[] bytes = in.readNBytes(MOST_OF_A_STREAM);
			if (in.read() >= 0) {
				throw new LabException(said(option, name) + ": it has more than 256 MiB, and is no file; put them into one");
			}
			return bytes;
		}
	}

	/** Contents that are to be a text. */
	static byte[] textBytes(String option, String name) {
		Path file = path(option, name);
		try {
			if (Files.isRegularFile(file) && Files.size(file) > MOST_OF_A_TEXT) {
				throw new LabException(said(option, name) + ": it has " + Files.size(file) + " bytes, and is no text; at most 64 MiB are read");
			}
			return bytes(option, name);
		} catch (IOException e) {
			throw new LabException(said(option, name) + ": it cannot be read: " + Reasons.of(e), e);
		}
	}

	/** Its contents as UTF-8. */
	static String text(String option, String name) {
		return new String(textBytes(option, name), StandardCharsets.UTF_8);
	}

	private static String said(String option, String name) {
		return option.isEmpty() ? name : option + " " + name;
	}

	/** The path of that name. */
	static Path path(String option, String name) {
		try {
			return Path.of(name);
		} catch (InvalidPathException e) {
			throw new LabException(said(option, name) + ": this cannot be the name of a file", e);
		}
	}

	/**
	 * Refuses an output that is the same file as an input or as another output.
	 *
	 * @param option of the output, with its name {@code output}, null for none
	 * @param others names of files, null for none
	 */
	static void isNot(String option, String output, String... others) {
		for (String other : others) {
			if (output != null && other != null && same(output, other)) {
				throw new LabException(option + " " + output + ": that is " + other + " itself, which would be lost; name another file");
			}
		}
	}

	private static boolean same(String one, String other) {
		try {
			Path first = Path.of(one);
			Path second = Path.of(other);
			return first.toAbsolutePath().normalize().equals(second.toAbsolutePath().normalize())
					|| Files.isRegularFile(first) && Files.isRegularFile(second) && Files.isSameFile(first, second);
		} catch (IOException | java.nio.file.InvalidPathException e) {
			return false; // neither is there, or whoever opens it says what is wrong
		}
	}
}
