package org.ringside.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.ringside.lab.internal.GuestNames;
import org.ringside.lab.internal.PackReader;
import org.ringside.lab.internal.PackWriter;
import org.ringside.lab.internal.Staging;

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

	/**
	 * Writes an installed guest as one file, a pack, which {@link #add} installs on any platform. The file is complete or
	 * as it was before.
	 *
	 * @throws LabException if there is no such guest, one of its files is not as its manifest says, or the pack cannot be
	 *         written
	 */
	public void pack(String name, Path to) {
		InstalledGuest guest = installed(name);
		Path beside = null;
		try {
			if (Files.exists(to) && !Files.isRegularFile(to)) {
				throw new LabException("guest pack " + to + " cannot be written: there is something else than a file; name a file");
			}
			Path place = Files.exists(to) ? to.toRealPath() : to.toAbsolutePath();
			if (place.startsWith(guest.folder().toRealPath())) {
				throw new LabException("guest pack " + to + " cannot be written: that is in the folder of the guest itself; name another");
			}
			beside = Files.createFile(place.resolveSibling("." + place.getFileName() + "." + ProcessHandle.current().pid()));
			PackWriter.write(guest, beside);
			Files.move(beside, place, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
		} catch (IOException e) {
			throw new LabException("guest pack " + to + " cannot be written: " + Reasons.of(e), e);
		} finally {
			delete(beside);
		}
	}

	private static void delete(Path beside) {
		try {
			if (beside != null) {
				Files.deleteIfExists(beside);
			}
		} catch (IOException e) {
			throw new LabException("temporary file " + beside + " cannot be deleted: " + Reasons.of(e), e);
		}
	}

	/**
	 * Installs a pack. It is installed whole, with every checksum right, or not at all.
	 *
	 * @param replace whether it may take the place of a guest of its name
	 * @throws LabException if it is no pack, is damaged or hostile, is installed already, or cannot be written
	 */
	public InstalledGuest add(Path file, boolean replace) {
		try (PackReader pack = PackReader.open(file)) {
			String name = pack.manifest().name();
			if (!replace && Files.exists(folder.resolve(name))) {
				throw new LabException("guest " + name + " is already installed in " + folder + ": --replace puts this one in its place");
			}
			install(pack);
			return installed(name);
		} catch (IOException e) {
			throw new LabException("guest pack " + file + " cannot be read: " + Reasons.of(e), e);
		}
	}

	private void install(PackReader pack) {
		try (Staging staging = Staging.in(folder)) {
			long room = Files.getFileStore(folder).getUsableSpace();
			if (pack.manifest().size() > room) {
				throw new LabException("guest " + pack.manifest().name() + " needs " + pack.manifest().size() + " bytes in " + folder + ", where "
						+ room + " are free: make room, or name another folder in " + VARIABLE);
			}
			staging.put(pack.manifest().name(), pack::extract);
		} catch (IOException e) {
			throw new LabException("guest " + pack.manifest().name() + " cannot be installed in " + folder + ": " + Reasons.of(e)
					+ "; mend that, or name another folder in " + VARIABLE, e);
		}
	}

	/** Removes a guest; throws {@link LabException} if there is none of that name, or it cannot be removed. */
	public void remove(String name) {
		if (!names().contains(name)) {
			throw missing(name);
		}
		try (Staging staging = Staging.in(folder)) {
			staging.remove(name);
		} catch (IOException e) {
			throw new LabException("guest " + name + " cannot be removed from " + folder + ": " + Reasons.of(e), e);
		}
	}

	private InstalledGuest installed(String name) {
		return find(name).orElseThrow(() -> missing(name));
	}

	private LabException missing(String name) {
		List<String> names = names();
		return new LabException("no guest \"" + name + "\" is installed in " + folder + ": "
				+ (names.isEmpty() ? "none is; ringside guest add FILE installs one" : "choose one of " + String.join(", ", names)));
	}
}
