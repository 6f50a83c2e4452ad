package org.ringside.guest.sbi;

import org.osgi.service.component.annotations.Component;
import org.ringside.guest.FirmwareContext;
import org.ringside.guest.FirmwareMaker;
import org.ringside.guest.GuestException;
import org.ringside.guest.sbi.internal.SbiFirmware;
import org.ringside.guest.sbi.internal.SbiPlatform;
import org.ringside.machine.catalog.Contribution;
import org.ringside.machine.privileged.Owner;

/** Contributes the built-in SBI. */
@Component(service = FirmwareMaker.class)
@Contribution(id = "sbi", label = "Built-in SBI 2.0: timer, IPI, fences, hart states, reset, console", isa = "riscv64")
public final class Sbi implements FirmwareMaker<Sbi.Options> {

	private static final int MACHINE_LEVEL = 3;

	/** Nothing can be set. */
	public record Options() {
	}

	@Override
	public Class<Options> options() {
		return Options.class;
	}

	@Override
	public int level() {
		return MACHINE_LEVEL;
	}

	/** Needs a {@code clint}; console and reset are there if the board has an {@code ns16550a} and a {@code sifive_test}. */
	@Override
	public Owner<?> create(Options options, FirmwareContext context) {
		long clint = context.device("clint").orElseThrow(() -> new GuestException(
				"the built-in SBI needs the board to have a clint, for timer and software interrupts: add one, or use --firmware"));
		return new SbiFirmware(new SbiPlatform(context.harts(), context.memoryBase(), context.memorySize(), clint,
				context.device("ns16550a"), context.device("sifive_test"), context.entry(), context.deviceTree()));
	}
}
