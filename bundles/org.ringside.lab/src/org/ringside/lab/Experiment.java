package org.ringside.lab;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.ringside.guest.GuestFile;

/**
 * All that determines a run, but for what is typed: two runs of equal experiments with equal input are equal.
 *
 * @param guest id of its contribution
 * @param options of the guest, {@code name=value} each
 * @param board id of a board, or the name of a file that is among the {@code files}
 * @param harts 0 for as many as the board says
 * @param memory bytes; 0 for as much as the board says
 * @param firmware one of {@link #AS_GUEST}, {@link #BUILT_IN}, {@link #NONE} and {@link #FILE}
 * @param engine id of the executor; makes no difference but in speed
 * @param seed of all that is random
 * @param disks that virtio drives hold, in the order of the board's slots
 * @param devices more virtio devices for slots: the id of the contribution each, then its options, {@code name=value} after blanks
 * @param commandLine of the guest's kernel
 * @param reboots how often the guest may reset the machine, which then starts anew; the next reset ends the run.
 *        {@link #AS_OFTEN_AS_GUEST} for {@link #REBOOTS} times if resets are part of the guest's life, and never otherwise
 * @param hypervisor {@link #BARE}, or id of the hypervisor that the board is a VM of, and its options: {@code id,name=value,...}
 * @param files the contents of all files, by what they are for: see {@link Role}
 */
public record Experiment(String guest, List<String> options, String board, int harts, long memory, String firmware,
		String engine, long seed, List<Disk> disks, List<String> devices, String commandLine, int reboots, String hypervisor,
		Map<String, GuestFile> files) {

	/** The guest says whether firmware enters it. */
	public static final String AS_GUEST = "";
	/** The built-in firmware enters the guest. */
	public static final String BUILT_IN = "builtin";
	/** The guest is entered out of reset, at the most privileged level. */
	public static final String NONE = "none";
	/** Firmware is a program, among the files. */
	public static final String FILE = "file";

	/** The board is a machine of its own. */
	public static final String BARE = "";

	/** The guest says whether a reset starts the machine anew. */
	public static final int AS_OFTEN_AS_GUEST = -1;
	/** Enough for anybody who means it, and an end for a guest that resets for ever. */
	public static final int REBOOTS = 16;

	/** What a file is for. */
	public enum Role {
		PROGRAM, KERNEL, INITRD, FIRMWARE, BOARD;

		String key() {
			return name().toLowerCase(java.util.Locale.ROOT);
		}
	}

	public Experiment {
		options = List.copyOf(options);
		disks = List.copyOf(disks);
		devices = List.copyOf(devices);
		files = new TreeMap<>(files);
	}

	/** The default guest on the default board. */
	public static Experiment standard() {
		return new Experiment("primer", List.of(), "virt", 0, 0, AS_GUEST, "interpreter", 1, List.of(), List.of(), "", AS_OFTEN_AS_GUEST, BARE,
				Map.of());
	}

	/** The file for that, if there is one. */
	public Optional<GuestFile> file(Role role) {
		return Optional.ofNullable(files.get(role.key()));
	}

	public Experiment withGuest(String guest) {
		return new Experiment(guest, options, board, harts, memory, firmware, engine, seed, disks, devices, commandLine, reboots, hypervisor, files);
	}

	/** @param texts {@code name=value} each */
	public Experiment withOptions(List<String> texts) {
		return new Experiment(guest, texts, board, harts, memory, firmware, engine, seed, disks, devices, commandLine, reboots, hypervisor, files);
	}

	public Experiment withBoard(String board) {
		return new Experiment(guest, options, board, harts, memory, firmware, engine, seed, disks, devices, commandLine, reboots, hypervisor, files);
	}

	public Experiment withHarts(int harts) {
		return new Experiment(guest, options, board, harts, memory, firmware, engine, seed, disks, devices, commandLine, reboots, hypervisor, files);
	}

	public Experiment withMemory(long bytes) {
		return new Experiment(guest, options, board, harts, bytes, firmware, engine, seed, disks, devices, commandLine, reboots, hypervisor, files);
	}

	public Experiment withFirmware(String firmware) {
		return new Experiment(guest, options, board, harts, memory, firmware, engine, seed, disks, devices, commandLine, reboots, hypervisor, files);
	}

	public Experiment withEngine(String engine) {
		return new Experiment(guest, options, board, harts, memory, firmware, engine, seed, disks, devices, commandLine, reboots, hypervisor, files);
	}

	public Experiment withSeed(long seed) {
		return new Experiment(guest, options, board, harts, memory, firmware, engine, seed, disks, devices, commandLine, reboots, hypervisor, files);
	}

	public Experiment withDisks(List<Disk> disks) {
		return new Experiment(guest, options, board, harts, memory, firmware, engine, seed, disks, devices, commandLine, reboots, hypervisor, files);
	}

	public Experiment withDevices(List<String> devices) {
		return new Experiment(guest, options, board, harts, memory, firmware, engine, seed, disks, devices, commandLine, reboots, hypervisor, files);
	}

	public Experiment withCommandLine(String commandLine) {
		return new Experiment(guest, options, board, harts, memory, firmware, engine, seed, disks, devices, commandLine, reboots, hypervisor, files);
	}

	public Experiment withReboots(int most) {
		return new Experiment(guest, options, board, harts, memory, firmware, engine, seed, disks, devices, commandLine, most, hypervisor, files);
	}

	/** @param hypervisor {@code id}, or {@code id,name=value,...} */
	public Experiment withHypervisor(String hypervisor) {
		return new Experiment(guest, options, board, harts, memory, firmware, engine, seed, disks, devices, commandLine, reboots, hypervisor, files);
	}

	public Experiment withFile(Role role, GuestFile file) {
		Map<String, GuestFile> more = new TreeMap<>(files);
		more.put(role.key(), file);
		return new Experiment(guest, options, board, harts, memory, firmware, engine, seed, disks, devices, commandLine, reboots, hypervisor, more);
	}


	/**
	 * What is first different in the other one, in the words of the command line. The engine does not count, nor where disk
	 * images are.
	 */
	public Optional<String> firstDifference(Experiment other) {
		if (!guest.equals(other.guest)) {
			return Optional.of("guest");
		}
		if (!board.equals(other.board)) {
			return Optional.of("--board");
		}
		if (harts != other.harts) {
			return Optional.of("--harts");
		}
		if (memory != other.memory) {
			return Optional.of("--memory");
		}
		if (!firmware.equals(other.firmware)) {
			return Optional.of("--firmware");
		}
		if (!hypervisor.equals(other.hypervisor)) {
			return Optional.of("--hypervisor");
		}
		if (seed != other.seed) {
			return Optional.of("--seed");
		}
		if (!disks.stream().map(Disk::use).toList().equals(other.disks.stream().map(Disk::use).toList())) {
			return Optional.of("--disk");
		}
		if (!devices.equals(other.devices)) {
			return Optional.of("--device");
		}
		if (!commandLine.equals(other.commandLine)) {
			return Optional.of("--append");
		}
		if (reboots != other.reboots) {
			return Optional.of("--reboots");
		}
		if (!options.equals(other.options)) {
			return Optional.of("--option");
		}
		return Arrays.stream(Role.values()).filter(role -> !same(file(role), other.file(role))).findFirst()
				.map(role -> role == Role.PROGRAM ? "program" : "--" + role.key());
	}

	private static boolean same(Optional<GuestFile> one, Optional<GuestFile> other) {
		return Arrays.equals(one.map(GuestFile::bytes).orElse(null), other.map(GuestFile::bytes).orElse(null));
	}
}
