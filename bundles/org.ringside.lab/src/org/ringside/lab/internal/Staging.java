package org.ringside.lab.internal;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes a folder appear whole, take the place of another, or go away, among folders that others look at: what is not
 * whole has a name with a dot in front and this process's number, and is moved when it is. What a process left that was
 * killed meanwhile, the next one puts right.
 */
public final class Staging implements AutoCloseable {

	/** Fills a folder. */
	@FunctionalInterface
	public interface Filling {
		void fill(Path folder) throws IOException;
	}

	private static final String NEW = "new";
	private static final String OLD = "old";
	private static final String GONE = "gone";
	private static final Pattern STAGED = Pattern.compile("\\.(new|old|gone)-(\\d{1,18})-(.+)");

	private final Path folder;
	/** Folders that were made for this one, the outermost first. */
	private final List<Path> made = new ArrayList<>();

	private Staging(Path folder) {
		this.folder = folder;
	}

	/** Makes the folder of the folders, if need be, and puts right what others left in it. */
	public static Staging in(Path folder) throws IOException {
		Staging staging = new Staging(folder);
		for (Path missing = folder.toAbsolutePath(); missing != null && !Files.exists(missing); missing = missing.getParent()) {
			staging.made.addFirst(missing);
		}
		Files.createDirectories(folder);
		staging.putRight();
		return staging;
	}

	/** Fills a folder and lets it appear under that name; what was there until then goes away. */
	public void put(String name, Filling filling) throws IOException {
		Path fresh = staged(NEW, name);
		try {
			delete(fresh);
			Files.createDirectory(fresh);
			filling.fill(fresh);
			if (Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
				replace(name, fresh);
			} else {
				move(fresh, folder.resolve(name));
			}
		} finally {
			delete(fresh);
		}
	}

	private void replace(String name, Path fresh) throws IOException {
		Path old = staged(OLD, name);
		delete(old);
		move(folder.resolve(name), old);
		boolean replaced = false;
		try {
			move(fresh, folder.resolve(name));
			replaced = true;
		} finally {
			if (!replaced) {
				move(old, folder.resolve(name));
			}
		}
		delete(old);
	}

	/** Removes the folder of that name. */
	public void remove(String name) throws IOException {
		Path gone = staged(GONE, name);
		delete(gone);
		move(folder.resolve(name), gone);
		delete(gone);
	}

	private Path staged(String what, String name) {
		return folder.resolve("." + what + "-" + ProcessHandle.current().pid() + "-" + name);
	}

	private static void move(Path from, Path to) throws IOException {
		Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
	}

	private void putRight() throws IOException {
		List<Path> entries;
		try (Stream<Path> all = Files.list(folder)) {
			entries = all.toList();
		}
		for (Path entry : entries) {
			Matcher matcher = STAGED.matcher(entry.getFileName().toString());
			if (matcher.matches() && ProcessHandle.of(Long.parseLong(matcher.group(2))).isEmpty()) {
				Path place = folder.resolve(matcher.group(3));
				if (matcher.group(1).equals(OLD) && !Files.exists(place)) {
					move(entry, place);
				} else {
					delete(entry);
				}
			}
		}
	}

	/** With all that is in it; a link goes away and not what it leads to. */
	private static void delete(Path tree) throws IOException {
		try {
			Files.walkFileTree(tree, new SimpleFileVisitor<>() {
				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
					Files.delete(file);
					return FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
					if (failure != null) {
						throw failure;
					}
					Files.delete(directory);
					return FileVisitResult.CONTINUE;
				}
			});
		} catch (NoSuchFileException e) {
			// there is none, or somebody else deleted it
		}
	}

	/** Removes the folders that were made and are empty. */
	@Override
	public void close() throws IOException {
		for (Path path : made.reversed()) {
			try (Stream<Path> entries = Files.list(path)) {
				if (entries.findAny().isPresent()) {
					return;
				}
			}
			Files.delete(path);
		}
	}
}
