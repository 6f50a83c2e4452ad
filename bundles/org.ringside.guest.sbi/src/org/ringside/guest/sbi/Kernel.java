package org.ringside.guest.sbi;

import java.util.Optional;

import org.osgi.service.component.annotations.Component;
import org.ringside.guest.Guest;
import org.ringside.guest.GuestContext;
import org.ringside.guest.GuestException;
import org.ringside.guest.GuestMaker;
import org.ringside.guest.Image;
import org.ringside.guest.riscv.KernelBoot;
import org.ringside.guest.riscv.KernelImage;
import org.ringside.machine.catalog.Contribution;

/**
 * Contributes kernels that run in S mode: an ELF file at its physical addresses, a Linux Image (compressed by gzip or not)
 * where its header says, or plain bytes 2 MiB from the start of memory. The built-in firmware enters it; or firmware
 * from a file, as {@link KernelBoot} says.
 */
@Component(service = GuestMaker.class)
@Contribution(id = "kernel", label = "A kernel of your own, in S mode: an ELF file, a Linux Image, or plain bytes", isa = "riscv64")
public final class Kernel implements GuestMaker<Kernel.Options> {

	/** Nothing can be set. */
	public record Options() {
	}

	@Override
	public Class<Options> options() {
		return Options.class;
	}

	@Override
	public Guest create(Options options, GuestContext context) {
		Optional<Image> kernel = context.kernel().or(context::program).map(file -> KernelImage.read(file, context));
		if (kernel.isEmpty() && context.firmware().isEmpty()) {
			throw new GuestException("kernel has no file: name one, as in ringside run kernel --kernel Image");
		}
		return KernelBoot.of(kernel, context);
	}
}
