package org.ringside.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.ringside.guest.GuestFile;
import org.ringside.guest.GuestMaker;
import org.ringside.lab.Experiment.Role;
import org.ringside.machine.DeviceContext.Storage;
import org.ringside.machine.catalog.Catalog;
import org.ringside.machine.catalog.Options;

/**
 * A guest with its files, ready to run by name.
 *
 * @param folder with {@code guest.json} and the files
 */
public record InstalledGuest(Path folder, GuestManifest manifest) {

	/** More than any program, kernel or RAM disk, and less than an array can hold. */
	private static final long MOST = 1L << 30;

	/** What {@link Options.Choice#values} says of an option that is a file. */
	private static final String IS_FILE = "FILE";

	/**
	 * Reads the manifest in a folder.
	 *
	 * @throws LabException if there is none, or it is wrong, or for another folder
	 */
	public static InstalledGuest read(Path folder) {
		Path file = folder.resolve(GuestManifest.FILE);
		try {
			GuestManifest manifest = GuestManifest.parse(file.toString(), Files.readAllBytes(file));
			if (!manifest.name().equals(folder.getFileName().toString())) {
				throw new LabException(file + ": the manifest is of guest " + manifest.name() + ", in a folder of another name: rename the folder");
			}
			return new InstalledGuest(folder, manifest);
		} catch (IOException e) {
			throw new LabException(file + ": it cannot be read: " + Reasons.of(e), e);
		}
	}

	/** Its name. */
	public String name() {
		return manifest.name();
	}

	/** All of its files, the manifest among them. */
	public List<Path> paths() {
		return Stream.concat(Stream.of(GuestManifest.FILE), manifest.files().keySet().stream()).map(folder::resolve).toList();
	}

	/**
	 * The experiment that runs this guest: its options take the place of the experiment's.
	 *
	 * @throws LabException if the guest's contribution, an option or a file is missing or wrong
	 */
	public Experiment experiment(Catalog catalog, Experiment otherwise) {
		Catalog.Entry<?> entry = catalog.find(GuestMaker.class, manifest.guest())
				.orElseThrow(() -> new LabException("guest " + name() + " needs the guest \"" + manifest.guest()
						+ "\", which no plug-in has: install one that has it (ringside list guests shows which there are)"));
		Map<String, Options.Choice> own = new LinkedHashMap<>();
		for (Options.Choice choice : choices(entry)) {
			own.put(choice.name(), choice);
		}
		Map<String, String> set = new LinkedHashMap<>();
		Experiment asked = otherwise.withGuest(manifest.guest());
		for (Map.Entry<String, String> option : manifest.options().entrySet()) {
			Options.Choice choice = own.get(option.getKey());
			if (choice == null) {
				asked = of(asked, option.getKey(), option.getValue());
			} else {
				set.put(choice.name(), choice.values().equals(IS_FILE) ? path(option.getKey(), option.getValue()).toString() : option.getValue());
			}
		}
		return asked.withOptions(set.entrySet().stream().map(option -> option.getKey() + "=" + option.getValue()).toList());
	}

	private static Iterable<Options.Choice> choices(Catalog.Entry<?> entry) {
		try {
			return Options.choices(((GuestMaker<?>) entry.maker()).options());
		} catch (IllegalStateException e) {
			throw new LabException(e.getMessage(), e);
		}
	}

	/** An option that is none of the guest's own. */
	private Experiment of(Experiment asked, String option, String value) {
		return switch (option) {
		case "kernel" -> asked.withFile(Role.KERNEL, file(option, value));
		case "initrd" -> asked.withFile(Role.INITRD, file(option, value));
		case "firmware" -> value.equals(Experiment.BUILT_IN) || value.equals(Experiment.NONE) ? asked.withFirmware(value)
				: asked.withFirmware(Experiment.FILE).withFile(Role.FIRMWARE, file(option, value));
		case "board" -> manifest.files().containsKey(value) ? asked.withBoard(value).withFile(Role.BOARD, file(option, value)) : asked.withBoard(value);
		case "disk" -> asked.withDisks(List.of(Disk.of(path(option, value).toString(), Storage.Use.KEPT)));
		case "devices" -> asked.withDevices(List.of(value.split(",")));
		case "append" -> asked.withCommandLine(value);
		case "memory" -> asked.withMemory(number(option, value, Long.MAX_VALUE));
		case "harts" -> asked.withHarts((int) number(option, value, 1 << 16));
		default -> throw new LabException(said(option, value) + ": neither guest " + manifest.guest()
				+ " nor ringside run has such an option: use a newer Ringside, or leave it out");
		};
	}

	private long number(String option, String value, long most) {
		long number;
		try {
			number = Options.number(value);
		} catch (IllegalArgumentException e) {
			throw new LabException(said(option, value) + ": " + e.getMessage(), e);
		}
		if (number < 1 || number > most) {
			throw new LabException(said(option, value) + ": choose a number from 1 to " + most);
		}
		return number;
	}

	private GuestFile file(String option, String value) {
		Path path = path(option, value);
		long size = manifest.files().get(value).size();
		if (size > MOST) {
			throw new LabException(said(option, value) + ": it has " + size + " bytes; at most 1 GiB can be read");
		}
		try {
			return new GuestFile(path.toString(), Files.readAllBytes(path));
		} catch (IOException e) {
			throw new LabException(path + ": it cannot be read: " + Reasons.of(e) + "; install guest " + name() + " again", e);
		}
	}

	/** One of the guest's files, and no other: a pack from anywhere must not have other files read. */
	private Path path(String option, String value) {
		GuestManifest.Member member = Optional.ofNullable(manifest.files().get(value)).orElseThrow(
				() -> new LabException(said(option, value) + ": guest " + name() + " has no such file: name one of its \"files\""));
		return checked(value, member);
	}

	/**
	 * One of its files.
	 *
	 * @param file name, among those of the manifest
	 * @throws LabException if it is not there with the size that the manifest says
	 */
	public Path file(String file) {
		return checked(file, manifest.files().get(file));
	}

	private Path checked(String file, GuestManifest.Member member) {
		Path path = folder.resolve(file);
		try {
			if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
				throw new LabException(path + ": " + (Files.exists(path) ? "this is no regular file" : "there is no such file") + "; install guest "
						+ name() + " again");
			}
			long size = Files.size(path);
			if (size != member.size()) {
				throw new LabException(path + ": it has " + size + " bytes, and " + GuestManifest.FILE + " says " + member.size() + ": install guest "
						+ name() + " again");
			}
			return path;
		} catch (IOException e) {
			throw new LabException(path + ": it cannot be read: " + Reasons.of(e), e);
		}
	}

	private String said(String option, String value) {
		return folder.resolve(GuestManifest.FILE) + ": option " + option + "=" + value;
	}
}
