package org.ringside.guest.linux.internal;

import java.util.Optional;

import org.ringside.guest.Boot;
import org.ringside.guest.Guest;
import org.ringside.guest.GuestContext;
import org.ringside.guest.Image;
import org.ringside.guest.Introspection;
import org.ringside.guest.Symbols;
import org.ringside.guest.riscv.KernelBoot;

/** A kernel as a guest, entered by firmware. */
public final class LinuxGuest implements Guest {

	/** The console on the board's serial line, for who gives no command line. */
	private static final String CONSOLE = "console=ttyS0";
	/** A panic resets the machine at once rather than wait for somebody who looks, which a script would for ever. */
	private static final String PANIC = "panic=-1";

	private final Guest booted;
	private final Introspection introspection;

	/** @param kernel as its file says; its symbols are found when somebody asks for one */
	public LinuxGuest(Image kernel, GuestContext context) {
		Image known = new Image(kernel.entry(), kernel.segments(), Symbols.from(() -> LinkedKernel.symbols(kernel)));
		booted = KernelBoot.of(Optional.of(known), context);
		introspection = new LinuxIntrospection(known);
	}

	@Override
	public Image image() {
		return booted.image();
	}

	@Override
	public Boot boot() {
		return booted.boot();
	}

	@Override
	public String commandLine(GuestContext context) {
		String given = context.commandLine().strip();
		String line = given.isEmpty() ? CONSOLE : given;
		boolean says = (" " + line).contains(" panic=");
		return says ? line : line + " " + PANIC;
	}

	@Override
	public boolean reboots() {
		return true;
	}

	@Override
	public Optional<Introspection> introspection() {
		return Optional.of(introspection);
	}
}
