package org.ringside.guest.linux;

import org.osgi.service.component.annotations.Component;
import org.ringside.guest.Guest;
import org.ringside.guest.GuestContext;
import org.ringside.guest.GuestException;
import org.ringside.guest.GuestFile;
import org.ringside.guest.GuestMaker;
import org.ringside.guest.linux.internal.LinuxGuest;
import org.ringside.guest.riscv.KernelImage;
import org.ringside.machine.catalog.Contribution;

/** Contributes Linux: any kernel for 64-bit RISC-V, unmodified. */
@Component(service = GuestMaker.class)
@Contribution(id = "linux", label = "A Linux kernel, unmodified: Image, compressed or not, or ELF", isa = "riscv64")
public final class Linux implements GuestMaker<Linux.Options> {

	/** Nothing can be set but what all kernels have: file, RAM disk, command line and firmware. */
	public record Options() {
	}

	@Override
	public Class<Options> options() {
		return Options.class;
	}

	@Override
	public Guest create(Options options, GuestContext context) {
		GuestFile file = context.kernel().or(context::program).orElseThrow(() -> new GuestException(
				"linux has no kernel: name one, as in ringside run linux --kernel Image --initrd FILE"));
		context.initialDisk().filter(GuestFile::isText).ifPresent(disk -> {
			throw new GuestException("the initial RAM disk %s is a text: Linux wants a cpio archive, compressed or not, or a file system"
					.formatted(disk.name()));
		});
		return new LinuxGuest(KernelImage.readMovable(file, context), context);
	}
}
