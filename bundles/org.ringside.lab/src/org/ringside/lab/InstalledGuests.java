package org.ringside.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.ringside.lab.internal.GuestNames;

/** The user's installed guests: a folder in which each has a folder of its name. */
public final class InstalledGuests {

	/** Names the folder, where it is set. */
	public static final String VARIABLE = "RINGSIDE_GUESTS";

	private final Path folder;

	private InstalledGuests(Path folder) {
		this.folder = folder;
	}

	/** Those in a folder, which need not be there yet. */
	public static InstalledGuests in(Path folder) {
		return new InstalledGuests(folder);
	}

	/** Those of the user who runs this process. */
	public static InstalledGuests ofUser() {
		return in(place(System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home"))));
	}

	/**
	 * Where a user's guests are: where {@link #VARIABLE} says, or else where the platform keeps data of programs.
	 *
	 * @param environment of the process
	 * @param system as {@code os.name} says
	 * @throws LabException if the variable holds no path
	 */
	static Path place(Map<String, String> environment, String system, Path home) {
		String given = environment.getOrDefault(VARIABLE, "");
		if (!given.isEmpty()) {
			try {
				return Path.of(given).toAbsolutePath();
			} catch (InvalidPathException e) {
				throw new LabException(VARIABLE + "=" + given + ": this cannot be the name of a folder", e);
			}
		}
		String os = system.toLowerCase(Locale.ROOT);
		if (os.startsWith("windows")) {
			return data(environment, "LOCALAPPDATA", home.resolve("AppData").resolve("Local")).resolve("ringside").resolve("guests");
		}
		if (os.startsWith("mac")) {
			return home.resolve("Library").resolve("Application Support").resolve("Ringside").resolve("guests");
		}
		return data(environment, "XDG_DATA_HOME", home.resolve(".local").resolve("share")).resolve("ringside").resolve("guests");
	}

	/** The folder that a variable names; the XDG base directory specification has relative ones ignored. */
	private static Path data(Map<String, String> environment, String variable, Path otherwise) {
		try {
			Path given = Path.of(environment.getOrDefault(variable, ""));
			return given.isAbsolute() ? given : otherwise;
		} catch (InvalidPathException e) {
			return otherwise;
		}
	}

	/** The folder. */
	public Path folder() {
		return folder;
	}

	/** Names of what is installed, sorted; whether each can be used is seen when it is {@linkplain #find found}. */
	public List<String> names() {
		if (!Files.isDirectory(folder)) {
			return List.of();
		}
		try (Stream<Path> entries = Files.list(folder)) {
			return entries.filter(Files::isDirectory).map(entry -> entry.getFileName().toString()).filter(GuestNames::isGuest).sorted().toList();
		} catch (IOException e) {
			throw new LabException("installed guests in " + folder + " cannot be listed: " + Reasons.of(e), e);
		}
	}

	/**
	 * The guest of that name.
	 *
	 * @throws LabException if it is there and broken
	 */
	public Optional<InstalledGuest> find(String name) {
		return GuestNames.isGuest(name) && Files.isDirectory(folder.resolve(name)) ? Optional.of(InstalledGuest.read(folder.resolve(name)))
				: Optional.empty();
	}
}
