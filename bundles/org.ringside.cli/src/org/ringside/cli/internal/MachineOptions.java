package org.ringside.cli.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import org.ringside.guest.GuestFile;
import org.ringside.guest.GuestMaker;
import org.ringside.lab.Disk;
import org.ringside.guest.riscv.KernelImage;
import org.ringside.lab.Experiment;
import org.ringside.lab.Experiment.Role;
import org.ringside.lab.InstalledGuest;
import org.ringside.lab.LabException;
import org.ringside.machine.DeviceContext.Storage;
import org.ringside.lab.Run;
import org.ringside.machine.catalog.Catalog;
import org.ringside.machine.catalog.Options;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say what is run; what is not given is as in the default experiment, or as in a saved run. */
final class MachineOptions {

	/** The guest that runs a program by itself, and the one that firmware enters. */
	private static final String PROGRAM = "bare";
	private static final String KERNEL = "kernel";
	private static final String RNG = "virtio-rng";
	private static final String NET = "virtio-net";
	private static final String LINUX = "linux";
	/** The guest that a script of ours installs. */
	private static final String DEBIAN = "debian-riscv64";

	@Parameters(index = "0", arity = "0..1", paramLabel = "GUEST|FILE", description = {
			"A guest by name (see ringside list guests), or a program: ELF, flat binary, or assembly (.s, .S).",
			"Linked at the start of memory, 0x80000000, it runs in M mode, as with QEMU's -bios none; linked 2 MiB or more",
			"above, in S mode under the built-in SBI, as with QEMU's -kernel; with --firmware FILE under that.",
			"A Linux kernel runs as guest linux. Default: primer, a small kernel." })
	private String what;

	@Option(names = "--board", paramLabel = "BOARD|FILE", description = "A board by name (see ringside list boards), or a board's text. Default: virt.")
	private String board;

	@Option(names = "--harts", paramLabel = "N", description = "Number of harts. Default: what the board says.")
	private String harts;

	@Option(names = "--memory", paramLabel = "SIZE", description = "Bytes of memory, with K, M or G. Default: what the board says.")
	private String memory;

	@Option(names = "--engine", paramLabel = "ENGINE", description = "interpreter or reference; equal but in speed. Default: interpreter.")
	private String engine;

	@Option(names = "--hypervisor", paramLabel = "ID[,NAME=VALUE...]", description = {
			"Run it as a VM, equal in all but speed; the machine is then the VM. See ringside", "list hypervisors. Default: on a machine of its own." })
	private String hypervisor;

	@Option(names = "--kernel", paramLabel = "FILE", description = { "A kernel for the guest to start. Without a guest: in S mode,",
			"by the firmware; with --firmware none in M mode." })
	private String kernel;

	@Option(names = "--initrd", paramLabel = "FILE", description = "An initial RAM disk, which the device tree tells the kernel of.")
	private String initrd;

	@Option(names = "--append", paramLabel = "TEXT", description = "The kernel's command line.")
	private String append;

	@Option(names = "--firmware", paramLabel = "builtin|none|FILE", description = {
			"builtin: the SBI that is part of Ringside; none: all harts come out of reset, in M mode; or a program,",
			"such as OpenSBI. Default: what the guest needs." })
	private String firmware;

	@Option(names = "--reboots", paramLabel = "N", description = { "How often the machine starts anew when the guest resets it; the next reset ends",
			"the run. Default: " + Experiment.REBOOTS + " for linux, else 0." })
	private String reboots;

	@Option(names = "--disk", paramLabel = "FILE", description = {
			"A raw disk image for a virtio drive, in the first slot that is empty. May be repeated.",
			"What the guest writes is kept in the run; the file does not change." })
	private List<String> disks = new ArrayList<>();

	@Option(names = "--persist", description = "What the guest writes to disks goes to their files.")
	private boolean persist;

	@Option(names = "--read-only", description = "The guest cannot write to its disks.")
	private boolean readOnly;

	@Option(names = "--rng", description = "A virtio entropy source, seeded by --seed.")
	private boolean rng;

	@Option(names = "--net", description = { "A virtio network card. At the other end of its wire is 10.0.2.2, which answers ARP and ping, and leases",
			"10.0.2.15 by DHCP; nothing goes to the host's network." })
	private boolean net;

	@Option(names = "--device", paramLabel = "DEVICE", description = {
			"A virtio device by name (see ringside list devices) for the next empty slot,", "with its options: --device \"NAME OPTION=VALUE ...\". May be repeated." })
	private List<String> devices = new ArrayList<>();

	@Option(names = "--seed", paramLabel = "N", description = "Seed of all that is random on the machine. Default: 1.")
	private String seed;

	@Option(names = "--set", paramLabel = "NAME=VALUE", description = "Sets an option of the guest. May be repeated.")
	private List<String> options = new ArrayList<>();

	private final Map<String, GuestFile> read = new HashMap<>();
	private Optional<InstalledGuest> installed = Optional.empty();

	/** The experiment that the options ask for, where they do not say otherwise as in {@code otherwise}. */
	Experiment experiment(Host host, Experiment otherwise) {
		Catalog catalog = host.catalog();
		Experiment asked = guest(host, otherwise);
		if (board != null) {
			asked = board(catalog, asked);
		}
		if (harts != null) {
			asked = asked.withHarts((int) number("--harts", harts, 1, 1 << 16));
		}
		if (memory != null) {
			asked = asked.withMemory(number("--memory", memory, 1, Long.MAX_VALUE));
		}
		if (engine != null) {
			asked = asked.withEngine(engine);
		}
		if (hypervisor != null) {
			asked = asked.withHypervisor(hypervisor);
		}
		if (kernel != null) {
			asked = asked.withFile(Role.KERNEL, file("--kernel", kernel));
		}
		if (initrd != null) {
			asked = asked.withFile(Role.INITRD, file("--initrd", initrd));
		}
		if (append != null) {
			asked = asked.withCommandLine(append);
		}
		if (firmware != null) {
			asked = firmware(asked);
		}
		if (reboots != null) {
			asked = asked.withReboots((int) number("--reboots", reboots, 0, Integer.MAX_VALUE));
		}
		asked = plugged(asked);
		if (seed != null) {
			asked = asked.withSeed(number("--seed", seed, Long.MIN_VALUE, Long.MAX_VALUE));
		}
		return options.isEmpty() ? asked : asked.withOptions(installed.isPresent() ? over(asked.options(), options) : options);
	}

	private Experiment plugged(Experiment asked) {
		if (persist && readOnly) {
			throw new LabException("--persist and --read-only exclude one another: leave one out");
		}
		if (disks.isEmpty() && asked.disks().isEmpty() && (persist || readOnly)) {
			throw new LabException((persist ? "--persist" : "--read-only") + " is about disks, and there is none: add --disk FILE");
		}
		Storage.Use use = persist ? Storage.Use.WRITTEN : readOnly ? Storage.Use.READ_ONLY : Storage.Use.KEPT;
		List<String> more = Stream.of(rng ? List.of(RNG) : List.<String>of(), net ? List.of(NET) : List.<String>of(), devices).flatMap(List::stream).toList();
		Experiment with = disks.isEmpty() ? asked : asked.withDisks(disks.stream().map(name -> Disk.of(name, use)).toList());
		if (disks.isEmpty() && (persist || readOnly)) {
			with = with.withDisks(with.disks().stream().map(disk -> Disk.of(disk.name(), use)).toList());
		}
		return more.isEmpty() ? with : with.withDevices(more);
	}

	/** Where disk images are now, if the command line says so. */
	Optional<List<Disk>> disks(Experiment asked) {
		return disks.isEmpty() ? Optional.empty() : Optional.of(asked.disks());
	}

	/** An installed guest's options, where the command line does not set them anew. */
	private static List<String> over(List<String> of, List<String> given) {
		List<String> names = given.stream().map(MachineOptions::name).toList();
		return Stream.concat(of.stream().filter(option -> !names.contains(name(option))), given.stream()).toList();
	}

	private static String name(String option) {
		return option.substring(0, Math.max(0, option.indexOf('=')));
	}

	/** The engine that was asked for. */
	Optional<String> engine() {
		return Optional.ofNullable(engine);
	}

	private Experiment guest(Host host, Experiment otherwise) {
		Catalog catalog = host.catalog();
		if (what == null) {
			boolean open = otherwise.equals(Experiment.standard()) && (kernel != null || firmwareIsFile());
			return open ? otherwise.withGuest(entered() ? kernelGuest(catalog) : PROGRAM) : otherwise;
		}
		if (catalog.find(GuestMaker.class, what).isPresent() && !isKernelFile()) {
			return otherwise.withGuest(what);
		}
		installed = host.guests().find(what);
		if (installed.isPresent()) {
			return installed.get().experiment(catalog, otherwise);
		}
		if (!InputFile.exists(what)) {
			throw missing(host);
		}
		GuestFile program = file("", what);
		if (kernel == null && isLinux(catalog, program)) {
			return otherwise.withGuest(LINUX).withFile(Role.PROGRAM, program);
		}
		return otherwise.withGuest(entered() ? kernelGuest(catalog) : PROGRAM).withFile(Role.PROGRAM, Programs.assembled(catalog, program));
	}

	/** The guest that is a kernel: Linux, if it is one, since that guest can tell more of it. */
	private String kernelGuest(Catalog catalog) {
		return kernel != null && isLinux(catalog, file("--kernel", kernel)) ? LINUX : KERNEL;
	}

	/** Such as distributions have them: an Image, compressed or not. */
	private static boolean isLinux(Catalog catalog, GuestFile file) {
		byte[] bytes = file.bytes();
		boolean compressed = bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
		return (compressed || KernelImage.isLinux(bytes)) && catalog.find(GuestMaker.class, LINUX).isPresent();
	}

	/** What was chosen for a program that does not begin where memory does, in one line. */
	Optional<String> chosen(Run run) {
		if (what == null || firmware != null || kernel != null || !InputFile.exists(what)) {
			return Optional.empty();
		}
		if (run.underFirmware()) {
			return Optional.of("%s begins at 0x%x, so it runs in S mode under the built-in SBI; --firmware none is for M mode".formatted(what,
					run.entry()));
		}
		return Programs.addressed(file("", what)) ? Optional.empty()
				: Optional.of("%s is plain bytes, so it runs in M mode at 0x%x; --kernel %s runs it in S mode, 2 MiB above".formatted(what, run.entry(),
						what));
	}

	/** The guest called kernel has nothing to run without --kernel, and kernels are often in files of that name. */
	private boolean isKernelFile() {
		return what.equals(KERNEL) && kernel == null && InputFile.exists(what);
	}

	private LabException missing(Host host) {
		if (what.equals(DEBIAN)) {
			return new LabException("guest " + DEBIAN + " is not installed in " + host.guests().folder() + ": run releng/guests/" + DEBIAN
					+ " or ringside guest add FILE");
		}
		Stream<String> ids = host.catalog().all(GuestMaker.class).stream().map(Catalog.Entry::id);
		return new LabException("there is no guest and no file \"" + what + "\": name a file, or one of the guests "
				+ String.join(", ", Stream.concat(ids, host.guests().names().stream()).toList()) + "; ringside guest add FILE installs one");
	}

	/** True if what is named is entered by firmware, or is a kernel beside it. */
	private boolean entered() {
		return !Experiment.NONE.equals(firmware) && (kernel != null || firmware != null);
	}

	private boolean firmwareIsFile() {
		return firmware != null && !firmware.equals(Experiment.BUILT_IN) && !firmware.equals(Experiment.NONE);
	}

	private Experiment board(Catalog catalog, Experiment asked) {
		if (InputFile.exists(board) && catalog.find(org.ringside.devices.board.BoardSource.class, board).isEmpty()) {
			return asked.withBoard(board).withFile(Role.BOARD, new GuestFile(board, InputFile.textBytes("--board", board)));
		}
		return asked.withBoard(board);
	}

	private Experiment firmware(Experiment asked) {
		if (!firmwareIsFile()) {
			return asked.withFirmware(firmware);
		}
		return asked.withFirmware(Experiment.FILE).withFile(Role.FIRMWARE, file("--firmware", firmware));
	}

	/** A file that the user named: beside a file by that name, an installed guest's own are known by their names. */
	private GuestFile file(String option, String name) {
		// once, as a pipe can be read only once
		return read.computeIfAbsent(name, _ -> new GuestFile(name, InputFile.bytes(option, place(name))));
	}

	private String place(String name) {
		boolean own = !InputFile.exists(name) && installed.isPresent() && installed.get().manifest().files().containsKey(name);
		return own ? installed.get().file(name).toString() : name;
	}

	/** A number with its limits; said with the option if it is wrong. */
	static long number(String option, String text, long least, long most) {
		long number;
		try {
			number = Options.number(text);
		} catch (IllegalArgumentException e) {
			throw new LabException(option + " " + text + ": " + e.getMessage(), e);
		}
		if (number < least || number > most) {
			throw new LabException(option + " " + text + ": choose a number from " + least + " to " + most);
		}
		return number;
	}

	/** The names given for files that are read, whether or not they turn out to be files, and those of an installed guest. */
	List<String> files(Host host) {
		boolean mayBe = what != null && host.catalog().find(GuestMaker.class, what).isEmpty();
		List<String> own = mayBe ? host.guests().find(what).map(guest -> guest.paths().stream().map(Path::toString).toList()).orElse(List.of())
				: List.of();
		Stream<String> named = Stream.of(what, kernel, initrd, firmware, board).filter(Objects::nonNull);
		return Stream.of(named, disks.stream(), own.stream()).flatMap(Function.identity()).toList();
	}
}
