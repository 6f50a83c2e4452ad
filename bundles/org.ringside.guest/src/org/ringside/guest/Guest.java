package org.ringside.guest;

import java.util.Map;
import java.util.Optional;

import org.ringside.machine.Bus;
import org.ringside.machine.Component;
import org.ringside.machine.DeviceContext;

/** A guest for one machine. Holds no state of a run: the same guest is loaded again when the machine is reset. */
public interface Guest {

	/** What is in memory before the first instruction. */
	Image image();

	/** How the guest is entered. */
	Boot boot();

	/** The kernel's command line, which the device tree tells: the user's, unless the guest makes something of it. */
	default String commandLine(GuestContext context) {
		return context.commandLine();
	}

	/**
	 * True if a reset is part of the guest's life: the machine then starts anew, with the guest as at first. Otherwise a
	 * reset ends the run.
	 */
	default boolean reboots() {
		return false;
	}

	/** What can be read of the guest's own ideas, if it is known how. */
	default Optional<Introspection> introspection() {
		return Optional.empty();
	}

	/**
	 * What the guest expects of the machine beside the board's devices, such as Spike's host-target interface. Called
	 * once for a machine, after the image was loaded; the components join the machine's under their names.
	 *
	 * @param context clock, power and serial line of the machine; it has no lines
	 * @param bus the memory space
	 */
	default Map<String, Component<?>> connect(DeviceContext context, Bus bus) {
		return Map.of();
	}

	/** A guest that is no more than its image. */
	static Guest of(Image image, Boot boot) {
		record Plain(Image image, Boot boot) implements Guest {
		}
		return new Plain(image, boot);
	}
}
