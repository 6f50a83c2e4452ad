package org.ringside.guest;

import java.util.Optional;

/** What a guest is handed when it is made: facts of the machine, and what the user gave. */
public interface GuestContext {

	/** Machine address of the first byte of memory. */
	long memoryBase();

	/** Bytes of memory. */
	long memorySize();

	/** Number of harts. */
	int harts();

	/** The kernel's command line; empty if none was given. */
	default String commandLine() {
		return "";
	}

	/** The program to run, where a file was named instead of a guest. */
	default Optional<GuestFile> program() {
		return Optional.empty();
	}

	/** The kernel, where one was given. */
	default Optional<GuestFile> kernel() {
		return Optional.empty();
	}

	/** The initial RAM disk, where one was given. The loader places it; a guest need not look at it. */
	default Optional<GuestFile> initialDisk() {
		return Optional.empty();
	}

	/** Firmware for the levels above the guest's, where a file was given. */
	default Optional<GuestFile> firmware() {
		return Optional.empty();
	}
}
